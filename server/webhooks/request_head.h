#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "server/base/result.h"
#include "server/webhooks/http_delivery.h"

namespace parley {

// The head of a POST, twice: as it goes out, and as the log keeps it, with credentials masked.
struct RequestHead {
    static constexpr std::size_t kMaxBytes = 64 * 1024;

    std::string wire{};
    std::string shown{};

    //! Whether a webhook's owner may set this header: not what is set here, what would change the
    //! framing, or what carries the signature.
    static bool mayBeSet(std::string_view name);

    //! \param headers may not name what the sender itself sets (Host, Content-Length, ...), nor
    //! hold CR, LF, NUL or other controls: InvalidArgument.
    static Result<RequestHead> build(const EndpointUrl &url, std::span<const HeaderField> headers,
                                     std::size_t bodyBytes);
};

} // namespace parley
