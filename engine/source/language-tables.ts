/**
 * Generated from linguist-languages 9.5.0, do not edit. The command and the
 * choices are in scripts/generate-language-tables.ts; a test holds both together.
 *
 * Tokens end with "|" or a new line: "#" opens a language by its name, "." is an extension
 * of it in lower case, "=" a whole file name of it. Each of them stands once.
 *
 * The data is that of linguist (MIT, Copyright (c) 2017 GitHub, Inc.) as packed by
 * linguist-languages (MIT, Copyright (c) Ika <ikatyang@gmail.com>).
 */
export const languageTables = `
#1C Enterprise|.bsl|.os|#2-Dimensional Array|.2da|#4D|.4dm|#ABAP|.abap|#ABAP CDS|.asddls|#ABNF
.abnf|#AIDL|.aidl|#AL|.al|#ALGOL|.alg|#AMPL|.ampl|#ANTLR|.g4|#API Blueprint|.apib|#APL|.apl|.dyalog
#ASL|.asl|.dsl|#ASN.1|.asn|.asn1|#ASP.NET|.asax|.ascx|.ashx|.asmx|.aspx|.axd|#ATS|.dats|.hats|.sats
#ActionScript|.as|#Ada|.ada|.adb|.ads|#Adobe Font Metrics|.afm|#Agda|.agda|#Aiken|.ak|#Aleo|.aleo
#Alloy|.als|#Alpine Abuild|=APKBUILD|#Altium Designer|.outjob|.pcbdoc|.prjpcb|.schdoc|#AngelScript
.angelscript|#Answer Set Programming|.lp|#Ant Build System|=ant.xml|=build.xml|#Antlers
.antlers.html|.antlers.php|.antlers.xml|#ApacheConf|.apacheconf|.vhost|=.htaccess|=apache2.conf
=httpd.conf|#Apex|.apex|.trigger|#Apollo Guidance Computer|.agc|#AppleScript|.applescript|.scpt
#Arc|.arc|#AsciiDoc|.adoc|.asc|.asciidoc|#AspectJ|.aj|#Assembly|.a51|.asm|.nasm|.s|#Astro|.astro
#Asymptote|.asy|#Augeas|.aug|#AutoHotkey|.ah1|.ah2|.ahk|.ahkl|#AutoIt|.au3|#Avro IDL|.avdl|#Awk
.auk|.awk|.gawk|.mawk|.nawk|#B (Formal Method)|.mch|#BAML|.baml|#BASIC|.bas|#BBCode|.bbcode|#BIRD2
=bird.conf|#BQN|.bqn|#Ballerina|.bal|#Batchfile|.bat|.cmd|=gradlew.bat|=mvnw.cmd|#Beef|.bf|#Befunge
.befunge|#Berry|.be|#BibTeX|.bib|.bibtex|#BibTeX Style|.bst|#Bicep|.bicep|.bicepparam|#Bison|.bison
#BitBake|.bb|.bbappend|.bbclass|#Blade|.blade|.blade.php|#BlitzBasic|.decls|#BlitzMax|.bmx
#Blueprint|.blp|#Bluespec|.bsv|#Bluespec BH|.bs|#Boo|.boo|#Boogie|.bpl|#Brainfuck|.b|#Brightscript
.brs|#Browserslist|=.browserslistrc|=browserslist|#Bru|.bru|#C|.c|.cats|.h|.h.in|.idc|#C#|.cake|.cs
.cs.pp|.csx|.linq|#C++|.c++|.cc|.cp|.cpp|.cppm|.cxx|.h++|.hh|.hpp|.hxx|.inc|.inl|.ino|.ipp|.ixx
.tcc|.tpp|.txx|#C-ObjDump|.c-objdump|#C2hs Haskell|.chs|#C3|.c3|#CAP CDS|.cds|#CIL|.cil|#CLIPS|.clp
#CMake|.cmake|.cmake.in|=CMakeLists.txt|#COBOL|.cbl|.ccp|.cob|.cobol|.cpy|#CODEOWNERS|=CODEOWNERS
#COLLADA|.dae|#CQL|.cql|#CSON|.cson|#CSS|.css|#CSV|.csv|#CUE|.cue|#CWeb|.w|#Cabal Config|.cabal
=cabal.config|=cabal.project|#Caddyfile|.caddyfile|=Caddyfile|#Cadence|.cdc|#Cairo|.cairo|#CameLIGO
.mligo|#Cangjie|.cj|#Cap'n Proto|.capnp|#Carbon|.carbon|#CartoCSS|.mss|#Ceylon|.ceylon|#Chapel
.chpl|#Charity|.ch|#Checksums|.crc32|.md2|.md4|.md5|.sha1|.sha2|.sha224|.sha256|.sha256sum|.sha3
.sha384|.sha512|=MD5SUMS|=SHA1SUMS|=SHA256SUMS|=SHA256SUMS.txt|=SHA512SUMS|=checksums.txt|=cksums
=md5sum.txt|#ChucK|.ck|#Circom|.circom|#Cirru|.cirru|#Clarion|.clw|#Clarity|.clar|#Classic ASP|.asp
#Clean|.dcl|.icl|#Click|.click|#Clojure|.boot|.cl2|.clj|.cljc|.cljs|.cljs.hl|.cljscm|.cljx|.hic
=riemann.config|#Closure Templates|.soy|#Cloud Firestore Security Rules|=firestore.rules|#Clue
.clue|#CoNLL-U|.conll|.conllu|#CodeQL|.ql|.qll|#CoffeeScript|._coffee|.cjsx|.coffee|.coffee.erb
.iced|=Cakefile|#ColdFusion|.cfm|.cfml|#ColdFusion CFC|.cfc|#Common Lisp|.asd|.lisp|.lsp|.ny|.podsl
.sexp|#Common Workflow Language|.cwl|#Component Pascal|.cps|#Cooklang|.cook|#Cpp-ObjDump
.c++-objdump|.c++objdump|.cpp-objdump|.cppobjdump|.cxx-objdump|#Creole|.creole|#Crystal|.cr|#Csound
.orc|.udo|#Csound Document|.csd|#Csound Score|.sco|#Cuda|.cu|.cuh|#Curry|.curry|#Cycript|.cy|#Cylc
.cylc|=suite.rc|#Cypher|.cyp|.cypher|#Cython|.pxd|.pxi|.pyx|#D|.d|.di|#D-ObjDump|.d-objdump|#D2|.d2
#DIGITAL Command Language|.com|#DM|.dm|#DNS Zone|.arpa|.zone|#Dafny|.dfy|#Darcs Patch|.darcspatch
.dpatch|#Dart|.dart|#Daslang|.das|#DataWeave|.dwl|#DenizenScript|.dsc|#Dhall|.dhall|#Diff|.diff
.patch|#Dockerfile|.containerfile|.dockerfile|=Containerfile|=Dockerfile|#Dogescript|.djs|#Dotenv
.env|=.env|=.env.ci|=.env.dev|=.env.development|=.env.development.local|=.env.example|=.env.local
=.env.prod|=.env.production|=.env.sample|=.env.staging|=.env.template|=.env.test|=.env.testing
#Dune|=dune-project|#Dylan|.dyl|.dylan|.intr|.lid|#E-mail|.eml|.mbox|#EBNF|.ebnf|#ECL|.ecl|.eclxml
#EJS|.ect|.ejs|.ejs.t|.jst|#EQ|.eq|#Earthly|=Earthfile|#Easybuild|.eb|#Ecere Projects|.epj|#Edge
.edge|#EdgeQL|.edgeql|.esdl|#EditorConfig|.editorconfig|=.editorconfig|#Edje Data Collection|.edc
#Eiffel|.e|#Elixir|.ex|.exs|#Elm|.elm|#Elvish|.elv|#Emacs Lisp|.el|.emacs|.emacs.desktop
=.abbrev_defs|=.emacs|=.emacs.desktop|=.gnus|=.spacemacs|=.viper|=Cask|=Eask|=Project.ede|=_emacs
=abbrev_defs|#EmberScript|.em|.emberscript|#Erlang|.app|.app.src|.erl|.escript|.hrl|.xrl|.yrl
=Emakefile|=rebar.config|=rebar.config.lock|#F#|.fs|.fsi|.fsx|#F*|.fst|.fsti|#FIGlet Font|.flf
#FIRRTL|.fir|#FLUX|.flux|#FPP|.fppi|#Factor|.factor|=.factor-boot-rc|=.factor-rc|#Fancy|.fancypack
.fy|=Fakefile|#Fantom|.fan|#Faust|.dsp|#Fennel|.fnl|#FlatBuffers|.fbs|#Flix|.flix|#Fluent|.ftl
#Formatted|.eam.fs|#Forth|.4th|.forth|.frt|.fth|#Fortran|.f|.f77|.for|.fpp|#Fortran Free Form|.f03
.f08|.f90|.f95|#FreeBASIC|.bi|#FreeMarker|.ftlh|#Frege|.fr|#Futhark|.fut|#G-code|.cnc|.g|.gco
.gcode|#GAML|.gaml|#GAMS|.gms|#GAP|.gap|.gi|.tst|#GDB|.gdb|.gdbinit|#GDScript|.gd|#GDShader
.gdshader|.gdshaderinc|#GEDCOM|.ged|#GLSL|.fp|.frag|.frg|.fsh|.fshader|.geo|.geom|.glsl|.glslf
.glslv|.gshader|.rchit|.rmiss|.tesc|.tese|.vert|.vrx|.vs|.vsh|.vshader|#GN|.gn|.gni|=.gn|#GSC|.csc
.gsc|.gsh|#Game Maker Language|.gml|#Gemfile.lock|=Gemfile.lock|#Gemini|.gmi|#Genero 4gl|.4gl
#Genero per|.per|#Genshi|.kid|#Gentoo Ebuild|.ebuild|#Gentoo Eclass|.eclass|#Gerber Image|.cmp|.gbl
.gbo|.gbp|.gbr|.gbs|.gko|.gpb|.gpt|.gtl|.gto|.gtp|#Gettext Catalog|.po|.pot|#Gherkin|.feature
.story|#Git Attributes|=.gitattributes|#Git Commit|=.gitmessage|=COMMIT_EDITMSG|#Git Config
.gitconfig|=.gitconfig|=.gitmodules|=.tgitconfig|=config.worktree|#Git Revision List
=.git-blame-ignore-revs|#Gleam|.gleam|#Glimmer JS|.gjs|#Glimmer TS|.gts|#Glyph|.glf
#Glyph Bitmap Distribution Format|.bdf|#Gno|.gno|#Gnuplot|.gnu|.gnuplot|.gp|.plot|.plt|#Go|.go
#Go Checksums|=go.sum|=go.work.sum|#Go Module|=go.mod|#Go Template|.gohtml|.gotmpl|.html.tmpl|.tmpl
=_helpers.tpl|#Go Workspace|=go.work|#Godot Resource|.gdnlib|.gdns|.tres|.tscn|=project.godot|#Golo
.golo|#Gosu|.gst|.gsx|.vark|#Grace|.grace|#Gradle|.gradle|#Gradle Kotlin DSL|.gradle.kts
#Grammatical Framework|.gf|#GraphQL|.gql|.graphql|.graphqls|#Graphviz (DOT)|.dot|.gv|#Groovy
.groovy|.grt|.gtpl|.gvy|=Jenkinsfile|#Groovy Server Pages|.gsp|#GtkRC|.gtkrc|=gtkrc|=gtkrc-2.0
#HAProxy|=haproxy.cfg|#HCL|.hcl|.nomad|.tf|.tfvars|.tofu|.workflow|#HIP|.hip|#HLSL|.cginc|.fx|.fxh
.hlsl|.hlsli|#HOCON|.hocon|=.scalafix.conf|=.scalafmt.conf|#HTML|.hta|.htm|.html|.html.hl|.xht
.xhtml|#HTML+ECR|.ecr|#HTML+EEX|.heex|.html.eex|.leex|#HTML+ERB|.erb|.erb.deface|.rhtml|#HTML+PHP
.phtml|#HTML+Razor|.cshtml|.razor|#HTTP|.http|#HXML|.hxml|#Hack|.hack|.hhi|#Haml|.haml|.haml.deface
#Handlebars|.handlebars|.hbs|#Harbour|.hb|#Hare|.ha|#Haskell|.hs|.hs-boot|.hsc|#Haxe|.hx|.hxsl
#HiveQL|.hql|.q|#HolyC|.hc|#Hosts File|=HOSTS|=hosts|=hosts.txt|#Hurl|.hurl|#Hy|.hy|#IDL|.dlm
#IGOR Pro|.ipf|#IL Assembly|.il|#INI|.cfg|.cnf|.container|.dof|.ini|.lektorproject|.mount|.network
.prefs|.service|.socket|.target|.timer|.url|=.buckconfig|=.coveragerc|=.flake8|=.gitreview
=.pylintrc|=buildozer.spec|=pylintrc|=vlcrc|#IRC log|.irclog|.weechatlog|#ISPC|.ispc|#Idris|.idr
.lidr|#Ignore List|.gitignore|=.agignore|=.atomignore|=.babelignore|=.bzrignore|=.ckignore
=.coffeelintignore|=.cvsignore|=.dockerignore|=.easignore|=.eleventyignore|=.eslint-ignore
=.eslintignore|=.gitignore|=.ignore|=.markdownlintignore|=.nodemonignore|=.npmignore
=.prettierignore|=.rgignore|=.stylelintignore|=.vercelignore|=.vscodeignore|=gitignore-global
=gitignore_global|#ImHex Pattern Language|.hexpat|#ImageJ Macro|.ijm|#Imba|.imba|#Inform 7|.i7x|.ni
#Ink|.ink|#Inno Setup|.isl|.iss|#Io|.io|#Ioke|.ik|#Isabelle|.thy|#Isabelle ROOT|=ROOT|#J|.ijs
#JAR Manifest|=MANIFEST.MF|#JASS|.j|#JCL|.jcl|#JFlex|.flex|.jflex|#JSON|.4dform|.4dproject|.avsc
.geojson|.gltf|.har|.json|.json-tmlanguage|.json.example|.jsonl|.mcmeta|.sarif|.slnlaunch|.tfstate
.tfstate.backup|.topojson|.webapp|.webmanifest|.yyp|=.all-contributorsrc|=.arcconfig
=.auto-changelog|=.c8rc|=.htmlhintrc|=.imgbotconfig|=.nycrc|=.releaserc|=.secrets.baseline
=.tern-config|=.tern-project|=.watchmanconfig|=mcmod.info|#JSON with Comments|.code-snippets
.code-workspace|.hujson|.jsonc|.sublime-build|.sublime-color-scheme|.sublime-commands
.sublime-completions|.sublime-keymap|.sublime-macro|.sublime-menu|.sublime-mousemap
.sublime-project|.sublime-settings|.sublime-theme|.sublime-workspace|.sublime_metrics
.sublime_session|.tsconfig.json|=.babelrc|=.devcontainer.json|=.eslintrc|=.eslintrc.json|=.jscsrc
=.jshintrc|=.jslintrc|=.oxlintrc.json|=.swcrc|=api-extractor.json|=devcontainer.json|=jsconfig.json
=language-configuration.json|=tsconfig.json|=tslint.json|#JSON5|.json5|#JSONLD|.jsonld|#Jac|.jac
#Jai|.jai|#Janet|.janet|#Java|.jav|.java|.jsh|#Java Properties|.properties|#Java Server Pages|.jsp
.tag|#Java Template Engine|.jte|#JavaScript|._js|.bones|.cjs|.es|.es6|.gs|.jake|.javascript|.js
.jsb|.jscad|.jsfl|.jslib|.jsm|.jspre|.jss|.jsx|.mjs|.njs|.pac|.sjs|.ssjs|.xsjs|.xsjslib|=Jakefile
#JavaScript+ERB|.js.erb|#Jest Snapshot|.snap|#JetBrains MPS|.mpl|.mps|.msd|#Jinja|.j2|.jinja
.jinja2|#Jison|.jison|#Jison Lex|.jisonlex|#Jolie|.iol|.ol|#Jsonnet|.jsonnet|.libsonnet|#Julia|.jl
#Jupyter Notebook|.ipynb|=Notebook|#Just|.just|=.JUSTFILE|=.Justfile|=.justfile|=JUSTFILE|=Justfile
=justfile|#KCL|.k|=kcl.mod|=kcl.mod.lock|#KDL|.kdl|#KRL|.krl|#Kaitai Struct|.ksy|#KakouneScript
.kak|=kakrc|#KerboScript|.ks|#KiCad Layout|.kicad_mod|.kicad_pcb|.kicad_wks|=fp-lib-table
#KiCad Legacy Layout|.brd|#KiCad Schematic|.kicad_sch|.kicad_sym|#Kit|.kit|#KoLmafia ASH|.ash|#Koka
.kk|#Kotlin|.kt|.ktm|.kts|#Kusto|.csl|.kql|#LFE|.lfe|#LLVM|.ll|#LOLCODE|.lol|#LSL|.lsl|.lslp
#LabVIEW|.lvclass|.lvlib|.lvproj|#Langium|.langium|#Lark|.lark|#Lasso|.las|.lasso|.lasso8|.lasso9
#Latte|.latte|#Lean|.hlean|#Lean 4|.lean|#Leo|.leo|#Less|.less|#Lex|.l|.lex|=Lexer.x|=lexer.x
#LigoLANG|.ligo|#LilyPond|.ily|.ly|#Linker Script|.ld|.lds|=ld.script|#Liquid|.liquid|#Liquidsoap
.liq|#Literate Agda|.lagda|#Literate CoffeeScript|.coffee.md|.litcoffee|#Literate Haskell|.lhs
#LiveCode Script|.livecodescript|#LiveScript|._ls|.ls|=Slakefile|#Lobster|.lobster|#Lock File
=Cargo.lock|=MODULE.bazel.lock|=Package.resolved|=Pipfile.lock|=Podfile.lock|=bun.lock
=composer.lock|=deno.lock|=flake.lock|=gradle.lockfile|=mix.lock|=npm-shrinkwrap.json
=package-lock.json|=packages.lock.json|=pdm.lock|=pnpm-lock.yaml|=poetry.lock|=pubspec.lock
=rebar.lock|=uv.lock|=yarn.lock|#Logos|.xi|.xm|#Logtalk|.lgt|.logtalk|#LookML|.lkml|.lookml|#Lua
.lua|.nse|.p8|.pd_lua|.rbxs|.rockspec|.wlua|=.luacheckrc|#Luau|.luau|#M|.mumps|#M3U|.m3u|.m3u8|#M4
.m4|#M4Sugar|=configure.ac|#MATLAB|.matlab|#MAXScript|.mcr|#MDX|.mdx|#MLIR|.mlir|#MQL4|.mq4|.mqh
#MQL5|.mq5|#MTML|.mtml|#MUF|.muf|#Macaulay2|.m2|#Makefile|.mak|.make|.makefile|.mk|.mkfile
=BSDmakefile|=GNUmakefile|=Kbuild|=Makefile|=Makefile.am|=Makefile.boot|=Makefile.frag|=Makefile.in
=Makefile.inc|=Makefile.pc|=Makefile.wat|=makefile|=makefile.sco|=mkfile|#Mako|.mako|.mao|#Markdown
.livemd|.markdown|.md|.mdown|.mdwn|.mkd|.mkdn|.mkdown|.ronn|.workbook|=contents.lr|#Marko|.marko
#Mask|.mask|#Maven POM|=pom.xml|#Max|.maxhelp|.maxpat|.maxproj|.mxt|.pat|#MeTTa|.metta|#Mermaid
.mermaid|.mmd|#Meson|=meson.build|=meson_options.txt|#Metal|.metal
#Microsoft Visual Studio Solution|.sln|#MiniD|.minid|#MiniZinc|.mzn|#MiniZinc Data|.dzn|#Mint|.mint
#Mirah|.druby|.duby|.mirah|#Modelica|.mo|#Modula-2|.mod|#Modula-3|.i3|.ig|.m3|.mg
#Module Management System|.mmk|.mms|=descrip.mmk|=descrip.mms|#Mojo|.mojo|#Monkey|.monkey|.monkey2
#Monkey C|.mc|#Moocode|.moo|#MoonBit|.mbt|#MoonScript|.moon|#Motorola 68K Assembly|.x68|#Move|.move
#Muse|.muse|#Mustache|.mustache|#Myghty|.myt|#NASL|.nasl|#NCL|.ncl|#NEON|.neon|#NPM Config|=.npmrc
#NSIS|.nsh|.nsi|#NWScript|.nss|#Nasal|.nas|#Nearley|.ne|.nearley|#NetLinx|.axi|.axs|#NetLinx+ERB
.axi.erb|.axs.erb|#NetLogo|.nlogo|#NewLisp|.nl|#Nextflow|.nf|=nextflow.config|#Nginx|.nginx
.nginxconf|=nginx.conf|#Nim|.nim|.nim.cfg|.nimble|.nimrod|.nims|=nim.cfg|#Ninja|.ninja|#Nit|.nit
#Nix|.nix|#Noir|.nr|#Nu|.nu|=Nukefile|#NumPy|.numpy|.numpyw|.numsc|#Nunjucks|.njk|#OCaml|.eliom
.eliomi|.ml|.ml4|.mli|.mll|.mly|#OMNeT++ MSG|.msg|#OMNeT++ NED|.ned|#Oberon|.ob2|#ObjDump|.objdump
#Objective-C|.m|#Objective-C++|.mm|#Objective-J|.sj|#Odin|.odin|#Omgrofl|.omgrofl|#Opa|.opa|#Opal
.opal|#Open Policy Agent|.rego|#OpenCL|.cl|.opencl|#OpenEdge ABL|.p|#OpenQASM|.qasm|#OpenSCAD|.scad
#OpenStep Property List|.glyphs|#OpenType Feature File|.fea|#Option List|=.ackrc|=.rspec|=.yardopts
=ackrc|=mocha.opts|#Org|.org|#OverPy|.opy|#OverpassQL|.overpassql|#Ox|.ox|.oxh|.oxo|#Oxygene
.oxygene|#Oz|.oz|#P4|.p4|#PDDL|.pddl|#PEG.js|.peggy|.pegjs|#PHP|.aw|.ctp|.php|.php3|.php4|.php5
.phps|.phpt|=.php|=.php_cs|=.php_cs.dist|=Phakefile|#PLSQL|.bdy|.ddl|.fnc|.pck|.pkb|.pks|.plb|.pls
.plsql|.prc|.spc|.tpb|.tps|.trg|.vw|#PLpgSQL|.pgsql|#POV-Ray SDL|.pov|#Pact|.pact|#Pan|.pan
#Papyrus|.psc|#Parrot|.parrot|#Parrot Assembly|.pasm|#Parrot Internal Representation|.pir|#Pascal
.dfm|.dpr|.lpr|.pas|.pascal|#Pawn|.pwn|.sma|#Pep8|.pep|#Perl|.cgi|.fcgi|.perl|.ph|.pl|.plx|.pm
.psgi|.t|=.latexmkrc|=Makefile.PL|=Rexfile|=ack|=cpanfile|=latexmkrc|#Pic|.chem|.pic|#PigLatin|.pig
#Pike|.pike|.pmod|#Pip Requirements|=dev-requirements.txt|=requirements-dev.txt
=requirements.lock.txt|=requirements.txt|#Pkl|.pkl|#PlantUML|.iuml|.plantuml|.puml|#Pod|.pod|#Pod 6
.pod6|#PogoScript|.pogo|#Polar|.polar|#Pony|.pony|#Portugol|.por|#PostCSS|.pcss|.postcss
#PostScript|.eps|.epsi|.pfa|.ps|#Power Query|.pq|#PowerBuilder|.pbt|.sra|.sru|.srw|#PowerShell|.ps1
.psd1|.psm1|#Praat|.praat|#Prisma|.prisma|#Processing|.pde|#Procfile|=Procfile|#Prolog|.prolog|.yap
#Promela|.pml|#Propeller Spin|.spin|#Protocol Buffer|.proto|#Protocol Buffer Text Format|.pbtxt
.textproto|.txtpb|#Public Key|.pub|#Pug|.jade|.pug|#Puppet|.pp|=Modulefile|#Pure Data|.pd
#PureBasic|.pbi|#PureScript|.purs|#Pyret|.arr|#Python|.gyp|.gypi|.lmi|.py|.py3|.pyde|.pyi|.pyp|.pyt
.pyw|.tac|.wsgi|.xpy|=.gclient|=DEPS|=SConscript|=SConstruct|=wscript|#Python traceback|.pytb|#Q#
.qs|#QML|.qbs|.qml|#QMake|.pri|.pro|#Qt Script|=installscript.qs|=toolchain_installscript.qs|#Quake
=m3makefile|=m3overrides|#QuakeC|.qc|#Quint|.qnt|#R|.r|.rd|.rhistory|.rsx|=.Rapp.history|=.Rhistory
=.Rprofile|=expr-dist|#RAML|.raml|#RAScript|.rascript|#RBS|.rbs|#RDoc|.rdoc|#REALbasic|.rbbas
.rbfrm|.rbmnu|.rbres|.rbtbar|.rbuistate|#REXX|.pprx|.rex|.rexx|#RMarkdown|.qmd|.rmd|#RON|.ron
#ROS Interface|.action|.srv|#RPC|.x|#RPGLE|.rpgle|.sqlrpgle|#RPM Spec|.spec|#RUNOFF|.rnh|.rno
#Racket|.rkt|.rktd|.rktl|.scrbl|#Ragel|.rl|#Raku|.6pl|.6pm|.nqp|.p6|.p6l|.p6m|.pl6|.pm6|.raku
.rakumod|#Rascal|.rsc|#Raw token data|.raw|#ReScript|.res|.resi|#Readline Config|=.inputrc|=inputrc
#Reason|.re|.rei|#ReasonLIGO|.religo|#Rebol|.r2|.r3|.reb|.rebol|#Record Jar
=language-subtag-registry.txt|#Red|.red|#Redcode|.cw|#Redirect Rules|=_redirects|#Redscript|.reds
#Regular Expression|.regex|.regexp|#Ren'Py|.rpy|#RenderScript|.rsh|#Rhai|.rhai|#Rich Text Format
.rtf|#Ring|.ring|#Riot|.riot|#RobotFramework|.resource|.robot|#Robots Exclusion Rules|=robots.txt
#Roc|.roc|#Rocq Prover|.coq|#Roff|.1|.1in|.1m|.1x|.2|.3|.3in|.3m|.3p|.3pm|.3qt|.3x|.4|.5|.6|.7|.8
.9|.man|.mdoc|.me|.ms|.n|.roff|.tmac|=eqnrc|=mmn|=mmt|=troffrc|=troffrc-end|#Rouge|.rg|#Ruby
.builder|.eye|.gemspec|.god|.jbuilder|.mspec|.pluginspec|.podspec|.prawn|.rabl|.rake|.rb|.rbi
.rbuild|.rbw|.rbx|.ru|.ruby|.thor|.watchr|=.irbrc|=.pryrc|=.simplecov|=Appraisals|=Berksfile
=Brewfile|=Buildfile|=Capfile|=Dangerfile|=Deliverfile|=Fastfile|=Gemfile|=Guardfile|=Jarfile
=Mavenfile|=Podfile|=Puppetfile|=Rakefile|=Snapfile|=Steepfile|=Thorfile|=Vagrantfile|=buildfile
#Rust|.rs|.rs.in|#SAS|.sas|#SCSS|.scss|#SELinux Policy|.te|=file_contexts|=genfs_contexts
=initial_sids|=port_contexts|=security_classes|#SIP|.sip|#SMT|.smt|.smt2|.z3|#SPARQL|.rq|.sparql
#SQF|.hqf|.sqf|#SQL|.mysql|.sql|.tab|.udf|.viw|#SQLPL|.db2|#SSH Config|=ssh-config|=ssh_config
=sshconfig|=sshconfig.snip|=sshd-config|=sshd_config|#STL|.stl|#STON|.ston|#SVG|.svg|#SWIG|.i|.swg
.swig|#Sage|.sage|.sagews|#Sail|.sail|#Salt|.sls|#Sass|.sass|#Scala|.kojo|.sbt|.sc|.scala|#Scaml
.scaml|#Scenic|.scenic|#Scheme|.sch|.scm|.sld|.sps|.ss|#Scilab|.sce|.sci|#Self|.self|#ShaderLab
.shader|#Shell|.bash|.bats|.command|.ksh|.pacscript|.sbatch|.sh|.sh.in|.slurm|.tmux|.tool|.zsh
.zsh-theme|=.bash_aliases|=.bash_functions|=.bash_history|=.bash_logout|=.bash_profile|=.bashrc
=.cshrc|=.envrc|=.flaskenv|=.kshrc|=.login|=.profile|=.tmux.conf|=.xinitrc|=.xsession|=.zlogin
=.zlogout|=.zprofile|=.zshenv|=.zshrc|=9fs|=PKGBUILD|=bash_aliases|=bash_logout|=bash_profile
=bashrc|=cshrc|=gradlew|=kshrc|=login|=man|=mvnw|=profile|=tmux.conf|=xinitrc|=xsession|=zlogin
=zlogout|=zprofile|=zshenv|=zshrc|#ShellCheck Config|=.shellcheckrc|#ShellSession|.sh-session|#Shen
.shen|#Sieve|.sieve|#Simple File Verification|.sfv|#Singularity|=Singularity|#Slang|.slang|#Slash
.sl|#Slice|.ice|#Slim|.slim|#Slint|.slint|#SmPL|.cocci|#Smali|.smali|#Smalltalk|.st|#Smarty|.tpl
#Smithy|.smithy|#Snakemake|.smk|.snakefile|=Snakefile|#Solidity|.sol|#Soong|=Android.bp|#SourcePawn
.sp|#SpiceDB Schema|.zed|#Spline Font Database|.sfd|#Squirrel|.nut|#Stan|.stan|#Standard ML|.fun
.sig|.sml|#Starlark|.bzl|.star|=BUCK|=BUILD|=BUILD.bazel|=MODULE.bazel|=Tiltfile|=WORKSPACE
=WORKSPACE.bazel|=WORKSPACE.bzlmod|#Stata|.ado|.do|.doh|.ihlp|.mata|.matah|.sthlp|#Stylus|.styl
#SubRip Text|.srt|#SugarSS|.sss|#SuperCollider|.scd|#SurrealQL|.surql|#Survex data|.svx|#Svelte
.svelte|#Sway|.sw|#Sweave|.rnw|#Swift|.swift|#SystemVerilog|.sv|.svh|.vh|#TI Program|.8xp|.8xp.txt
#TL-Verilog|.tlv|#TLA|.tla|#TMDL|.tmdl|#TOML|.toml|.toml.example|=Cargo.toml.orig|=Gopkg.lock
=Pipfile|=mise.local.lock|=mise.lock|#TSV|.tsv|#TSX|.tsx|#TXL|.txl|#Tact|.tact|#Talon|.talon|#Tape
.tape|#Tcl|.adp|.sdc|.tcl|.tcl.in|.tm|.xdc|=owh|=starfield|#Tcsh|.csh|.tcsh|#TeX|.aux|.bbx|.cbx
.cls|.dtx|.ins|.lbx|.ltx|.mkii|.mkiv|.mkvi|.sty|.tex|.toc|#Tea|.tea|#Teal|.tl|#Terraform Template
.tftpl|#Texinfo|.texi|.texinfo|.txi|#Text|.no|.txt|=CITATION|=CITATIONS|=COPYING|=COPYING.regex
=COPYRIGHT.regex|=FONTLOG|=INSTALL|=INSTALL.mysql|=LICENSE|=LICENSE.mysql|=NEWS|=README.me
=README.mysql|=README.nss|=README.pc|=click.me|=delete.me|=keep.me|=package.mask|=package.use.mask
=package.use.stable.mask|=read.me|=readme.1st|=test.me|=use.mask|=use.stable.mask|#TextGrid
.textgrid|#TextMate Properties|=.tm_properties|#Textile|.textile|#Thrift|.thrift|#Toit|.toit|#Tolk
.tolk|#Tor Config|=torrc|#Turing|.tu|#Turtle|.ttl|#Twig|.twig|#TypeScript|.cts|.mts|.ts|#TypeSpec
.tsp|#Typst|.typ|#Unified Parallel C|.upc|#Unity3D Asset|.anim|.asset|.mat|.meta|.prefab|.unity
#Uno|.uno|#UnrealScript|.uc|#Untyped Plutus Core|.uplc|#UrWeb|.ur|.urs|#VBA|.vba|#VBScript|.vbs
#VCL|.vcl|#VHDL|.vhd|.vhdl|.vhf|.vhi|.vho|.vhs|.vht|.vhw|#Vala|.vala|.vapi|#Valve Data Format|.vdf
.vmf|#Velocity Template Language|.vtl|#Vento|.vto|#Verilog|.v|.veo|#Verse|.verse
#Vespa Schema Definition|.sd|#Vim Snippet|.snip|.snippet|.snippets|#Vim script|.vim|.vimrc|.vmb
=.exrc|=.gvimrc|=.nvimrc|=.vimrc|=_vimrc|=gvimrc|=nvimrc|=vimrc|#Visual Basic .NET|.vb|.vbhtml
#Visual Basic 6.0|.ctl|.dsr|.frm|#Volt|.volt|#Vue|.vue|#Vyper|.vy|#WDL|.wdl|#WGSL|.wgsl
#Wavefront Material|.mtl|#Wavefront Object|.obj|#Web Ontology Language|.owl|#WebAssembly|.wast|.wat
#WebAssembly Interface Type|.wit|#WebIDL|.webidl|#WebVTT|.vtt|#Wget Config|=.wgetrc|#Whiley|.whiley
#Wikitext|.mediawiki|.wiki|.wikitext|#Windows Registry Entries|.reg|#Witcher Script|.ws
#Wolfram Language|.cdf|.ma|.mathematica|.mt|.nb|.nbp|.wl|.wls|.wlt|#Wollok|.wlk|#Wren|.wren
#X BitMap|.xbm|#X Font Directory Index|=encodings.dir|=fonts.alias|=fonts.dir|=fonts.scale
#X PixMap|.xpm|#X10|.x10|#XC|.xc|#XCompose|=.XCompose|=XCompose|=xcompose|#XML|.adml|.admx|.ant
.axaml|.axml|.builds|.ccproj|.ccxml|.clixml|.cproject|.cscfg|.csdef|.csproj|.ct|.depproj|.dita
.ditamap|.ditaval|.dll.config|.dotsettings|.filters|.fsproj|.fxml|.glade|.gmx|.gpx|.grxml|.hzp
.icls|.iml|.ivy|.jelly|.jsproj|.kml|.launch|.mdpolicy|.meta4|.mjml|.mxml|.natvis|.ndproj|.nproj
.nuspec|.odd|.osm|.pkgproj|.proj|.props|.ps1xml|.psc1|.pt|.pubxml|.qhelp|.rbxmx|.rdf|.resx|.rss
.scxml|.sfproj|.shproj|.slnx|.srdf|.storyboard|.sublime-snippet|.targets|.tml|.ui|.urdf|.ux|.vbproj
.vcxproj|.vsixmanifest|.vssettings|.vstemplate|.vxml|.wixproj|.wsdl|.wsf|.wxi|.wxl|.wxs|.x3d|.xacro
.xaml|.xib|.xlf|.xliff|.xmi|.xml|.xml.dist|.xmp|.xproj|.xsd|.xspec|.xul|.zcml|=.classpath
=.cproject|=.project|=App.config|=NuGet.config|=Settings.StyleCop|=Web.Debug.config
=Web.Release.config|=Web.config|=packages.config|#XML Property List|.plist|.sttheme|.tmcommand
.tmlanguage|.tmpreferences|.tmsnippet|.tmtheme|#XPages|.xsp-config|.xsp.metadata|#XProc|.xpl|.xproc
#XQuery|.xq|.xql|.xqm|.xquery|.xqy|#XS|.xs|#XSLT|.xsl|.xslt|#Xmake|=xmake.lua|#Xojo|.xojo_code
.xojo_menu|.xojo_report|.xojo_script|.xojo_toolbar|.xojo_window|#Xonsh|.xsh|#Xtend|.xtend|#YAML
.mir|.reek|.rviz|.sublime-syntax|.syntax|.yaml|.yaml-tmlanguage|.yaml.sed|.yml|.yml.mysql
=.clang-format|=.clang-tidy|=.clangd|=.gemrc|=CITATION.cff|=glide.lock|=pixi.lock|#YANG|.yang|#YARA
.yar|.yara|#YASnippet|.yasnippet|#Yacc|.y|.yacc|.yy|#Yul|.yul|#ZAP|.xzap|.zap|#ZIL|.mud|.zil|#Zeek
.bro|.zeek|#ZenScript|.zs|#Zephir|.zep|#Zig|.zig|.zig.zon|#Zimpl|.zimpl|.zmpl|.zpl|#Zmodel|.zmodel
#cURL Config|=.curlrc|=_curlrc|#crontab|=crontab|#desktop|.desktop|.desktop.in|#dircolors
.dircolors|=.dir_colors|=.dircolors|=DIR_COLORS|=_dir_colors|=_dircolors|=dir_colors|#eC|.ec|.eh
#edn|.edn|#fish|.fish|#hoon|.hoon|#iCalendar|.ical|.ics|#jq|.jq|#kvlang|.kv|#mIRC Script|.mrc
#mcfunction|.mcfunction|#mupad|.mu|#nanorc|.nanorc|=.nanorc|=nanorc|#nesC|.nc|#ooc|.ooc|#pkg-config
.pc|.pc.in|#reStructuredText|.rest|.rest.txt|.rst|.rst.txt|#sed|.sed|#templ|.templ|#vCard|.vcf
#wisp|.wisp|#xBase|.prg|.prw
`;
