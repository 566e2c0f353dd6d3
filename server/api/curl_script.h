#pragma once

#include "server/api/delivery_format.h"

namespace parley {

// The last request of each delivery as a command of a shell script. What a receiver verifies by is
// left out unless asked for; credentials are left out ever. Thread: I/O loop.
class CurlScript final : public DeliveryFormat
{
public:
    explicit CurlScript(bool signature) : m_signature(signature) {}

    std::string_view contentType() const override { return "text/x-shellscript; charset=utf-8"; }
    std::string_view fileName() const override { return "deliveries.sh"; }
    std::string begin() override;
    std::string piece(const ExportedDelivery &exported) override;
    std::string end() override { return "# the end\n"; }

private:
    const bool m_signature;
};

std::string shellQuoted(std::string_view text); // one word of a POSIX shell; no NUL in it

} // namespace parley
