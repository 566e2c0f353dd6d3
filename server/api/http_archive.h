#pragma once

#include "server/api/delivery_format.h"

namespace parley {

// Attempts as the entries of an HTTP Archive 1.2, which browsers' developer tools open. Calls of
// functions went over no wire and are left out. Source: w3c.github.io/web-performance/specs/HAR.
// Thread: I/O loop.
class HttpArchive final : public DeliveryFormat
{
public:
    std::string_view contentType() const override { return "application/json"; }
    std::string_view fileName() const override { return "deliveries.har"; }
    std::string begin() override;
    std::string piece(const ExportedDelivery &exported) override;
    std::string end() override { return "]}}\n"; }

private:
    bool m_isFirst = true;
};

} // namespace parley
