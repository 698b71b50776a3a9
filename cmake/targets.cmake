# One function per kind of target, so that warnings, sanitizers and include paths are the same everywhere.

add_library(mediagen_flags INTERFACE)
target_include_directories(mediagen_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(mediagen_flags INTERFACE -Wall -Wextra -Wno-missing-field-initializers
  # g++ 12 sees overlaps in std::string that are not there (GCC bug 105329).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
if(MEDIAGEN_WERROR)
  target_compile_options(mediagen_flags INTERFACE -Werror)
endif()
if(MEDIAGEN_SANITIZE)
  # Global, because the generated protobuf code must be instrumented too.
  add_compile_options(-fsanitize=${MEDIAGEN_SANITIZE} -fno-omit-frame-pointer -g1)
  add_link_options(-fsanitize=${MEDIAGEN_SANITIZE})
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # The word by which libstdc++ 12 asks for coroutines, which clang 14 has but does not say.
  target_compile_options(mediagen_flags INTERFACE -D__cpp_impl_coroutine=201902L -Wno-builtin-macro-redefined)
  # Its check of function types cannot be put into coroutines: "Cannot represent a difference across sections".
  target_compile_options(mediagen_flags INTERFACE -fno-sanitize=function
    -fsanitize-ignorelist=${CMAKE_SOURCE_DIR}/scripts/ubsan.ignore)
endif()

# mediagen_library(NAME SOURCES a.cc ... LINK lib ...): a static library of this tree.
function(mediagen_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC ${ARG_LINK} mediagen_flags)
endfunction()

# mediagen_binary(NAME SOURCES a.cc ... LINK lib ...): a program in build/bin.
function(mediagen_binary name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LINK} mediagen_flags)
endfunction()

# mediagen_test(NAME SOURCES a.cc ... LINK lib ... [LABELS l ...]): a GoogleTest program that CTest runs.
function(mediagen_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests/bin)
  target_link_libraries(${name} PRIVATE ${ARG_LINK} GTest::gtest GTest::gtest_main mediagen_flags)
  target_compile_definitions(${name} PRIVATE
    MEDIAGEN_SOURCE_DIR="${CMAKE_SOURCE_DIR}" MEDIAGEN_BINARY_DIR="${CMAKE_BINARY_DIR}")
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 300 LABELS "${ARG_LABELS}")
endfunction()
