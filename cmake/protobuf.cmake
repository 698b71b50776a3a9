# Generated code of all protos lives in one include directory.
set(MEDIAGEN_GENERATED ${CMAKE_BINARY_DIR}/generated)
file(MAKE_DIRECTORY ${MEDIAGEN_GENERATED})
get_target_property(GRPC_CPP_PLUGIN gRPC::grpc_cpp_plugin LOCATION)

function(_mediagen_protoc out root suffix)
  cmake_parse_arguments(ARG "" "" "ARGUMENTS;PROTOS" ${ARGN})
  set(sources)
  foreach(proto ${ARG_PROTOS})
    set(base ${MEDIAGEN_GENERATED}/${proto}${suffix})
    add_custom_command(
      OUTPUT ${base}.cc ${base}.h
      COMMAND protobuf::protoc -I ${root} -I ${CMAKE_SOURCE_DIR}/proto ${ARG_ARGUMENTS} ${proto}.proto
      DEPENDS ${root}/${proto}.proto VERBATIM)
    list(APPEND sources ${base}.cc)
  endforeach()
  set(${out} ${sources} PARENT_SCOPE)
endfunction()

# mediagen_messages(NAME ROOT dir PROTOS a/b ...): a library of message classes. No gRPC in it.
function(mediagen_messages name)
  cmake_parse_arguments(ARG "" "ROOT" "PROTOS;LINK" ${ARGN})
  _mediagen_protoc(sources ${ARG_ROOT} .pb ARGUMENTS --cpp_out=${MEDIAGEN_GENERATED} PROTOS ${ARG_PROTOS})
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} SYSTEM PUBLIC ${MEDIAGEN_GENERATED})
  target_link_libraries(${name} PUBLIC protobuf::libprotobuf ${ARG_LINK})
endfunction()

# mediagen_services(NAME ROOT dir PROTOS a/b ... LINK messages): a library of gRPC stubs.
function(mediagen_services name)
  cmake_parse_arguments(ARG "" "ROOT" "PROTOS;LINK" ${ARGN})
  _mediagen_protoc(sources ${ARG_ROOT} .grpc.pb
    ARGUMENTS --grpc_out=${MEDIAGEN_GENERATED} --plugin=protoc-gen-grpc=${GRPC_CPP_PLUGIN} PROTOS ${ARG_PROTOS})
  add_library(${name} STATIC ${sources})
  target_link_libraries(${name} PUBLIC ${ARG_LINK} gRPC::grpc++)
endfunction()
