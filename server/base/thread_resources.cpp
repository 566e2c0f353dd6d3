#include "server/base/thread_resources.h"

#include <openssl/crypto.h>

namespace parley {

void releaseThreadResources()
{
    OPENSSL_thread_stop();
}

} // namespace parley
