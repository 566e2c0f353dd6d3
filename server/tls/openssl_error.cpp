#include "server/tls/openssl_error.h"

#include <openssl/err.h>

namespace parley {

std::string takeOpensslError()
{
    const unsigned long newest = ERR_peek_last_error();
    const char *reason = newest ? ERR_reason_error_string(newest) : nullptr;
    const std::string text = reason ? reason : "unknown reason";
    ERR_clear_error();
    return text;
}

} // namespace parley
