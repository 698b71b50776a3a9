# mediagen_embed(OUT FILE path SYMBOL name): the source of `extern const char name[]` in namespace mediagen, holding the
# file's text. Adds its path to the list OUT.
function(mediagen_embed out)
  cmake_parse_arguments(ARG "" "FILE;SYMBOL" "" ${ARGN})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${ARG_SYMBOL}.cc)
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -D INPUT=${ARG_FILE} -D OUTPUT=${source} -D SYMBOL=${ARG_SYMBOL}
            -P ${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake
    DEPENDS ${ARG_FILE} ${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake VERBATIM)
  set(${out} ${${out}} ${source} PARENT_SCOPE)
endfunction()
