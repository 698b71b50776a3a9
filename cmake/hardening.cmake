# What makes a fault harder to use: for everything that is compiled, generated code and programs for tests among it.
# scripts/hardening_check.sh looks whether it came out. Not CET: Debian 12's startup files are built without it, so the
# linker would take the mark away again.
# Not with sanitizers: such programs do not ship, and g++ 12 then loses track of what lies where on the stack.
if(MEDIAGEN_SANITIZE)
  return()
endif()
add_compile_options(-fPIE -fstack-protector-strong -fstack-clash-protection)
add_link_options(-pie -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code)
# Not without optimization, where it does nothing.
add_compile_options($<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE> $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=3>)
