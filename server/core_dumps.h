// Keeping memory, and the keys in it, out of files.
#ifndef MEDIAGEN_SERVER_CORE_DUMPS_H_
#define MEDIAGEN_SERVER_CORE_DUMPS_H_

namespace mediagen {

// From now on this process leaves no core dump, and no other process of its user can read its
// memory or its environment. Before any key is read.
void ForbidCoreDumps();

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CORE_DUMPS_H_
