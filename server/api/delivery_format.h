#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"
#include "server/types/attempt.h"
#include "server/types/delivery.h"

namespace parley {

// A delivery with all its attempts, as it is exported.
struct ExportedDelivery {
    Delivery delivery; // with its body
    std::vector<Attempt> attempts{}; // oldest first
    bool redact = true; // bodies are left out, and what may be a secret
};

// How an export is written: what stands before, one piece for each delivery, what stands behind.
// Values of credentials are masked ever (ExportedHead). Thread: I/O loop.
class DeliveryFormat
{
public:
    virtual ~DeliveryFormat() = default;

    //! \p name: "ndjson", "har" (HTTP Archive 1.2) or "curl" (a shell script). \p signature: the
    //! script repeats the signatures that were sent; they age within minutes. InvalidArgument.
    static Result<std::unique_ptr<DeliveryFormat>> of(std::string_view name, bool signature);

    virtual std::string_view contentType() const = 0;
    virtual std::string_view fileName() const = 0;
    virtual std::string begin() { return {}; }
    virtual std::string piece(const ExportedDelivery &exported) = 0;
    virtual std::string end() { return {}; }
    //! In place of the end, when the rest could not be read. Others show it by the missing end.
    virtual std::string broken(const Error &) { return {}; }
};

} // namespace parley
