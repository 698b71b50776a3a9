// How many files this process may open.
#ifndef MEDIAGEN_SERVER_FILE_LIMIT_H_
#define MEDIAGEN_SERVER_FILE_LIMIT_H_

namespace mediagen {

// Lets this process, and those that it starts, open as many files as the system allows. A stream
// takes two, its caller's connection and the upstream's; the limit that shells begin with is for
// programs that call select(), which none of our libraries does.
void RaiseFileLimit();

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_FILE_LIMIT_H_
