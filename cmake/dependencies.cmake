# Everything the product needs comes from Debian 12; scripts/packages.txt lists the packages.
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(Protobuf REQUIRED)
find_package(gRPC CONFIG REQUIRED)
find_package(absl CONFIG REQUIRED)
find_package(CURL REQUIRED)
# Its configuration asks for all that any of its libraries needs.
find_package(prometheus-cpp CONFIG REQUIRED)
if(BUILD_TESTING)
  find_package(GTest REQUIRED)
endif()
find_package(PkgConfig REQUIRED)

# RapidJSON's errors must not throw or abort on input: parse errors are values.
find_path(RAPIDJSON_INCLUDE_DIR rapidjson/document.h REQUIRED)
add_library(mediagen_rapidjson INTERFACE)
target_include_directories(mediagen_rapidjson SYSTEM INTERFACE ${RAPIDJSON_INCLUDE_DIR})
target_compile_definitions(mediagen_rapidjson INTERFACE RAPIDJSON_HAS_STDSTRING=1)

# CRC32C with the CPU's own instructions.
find_library(ISAL_LIBRARY isal REQUIRED)

# What the build was made of; set it where there is no repository.
if(NOT DEFINED MEDIAGEN_COMMIT)
  execute_process(COMMAND git rev-parse --short=12 HEAD WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
    OUTPUT_VARIABLE MEDIAGEN_COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(NOT MEDIAGEN_COMMIT)
  set(MEDIAGEN_COMMIT unknown)
endif()
