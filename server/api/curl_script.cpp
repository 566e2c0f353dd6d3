#include "server/api/curl_script.h"

#include <algorithm>
#include <array>

#include "server/api/exported_head.h"
#include "server/protocol/http_fields.h"

namespace parley {
namespace {

// curl sets these itself.
bool isCurls(std::string_view name)
{
    constexpr std::array<std::string_view, 4> kCurlsNames{"host", "content-length",
                                                          "accept-encoding", "connection"};
    return std::any_of(kCurlsNames.begin(), kCurlsNames.end(),
                       [name](std::string_view one) { return equalIgnoringCase(one, name); });
}

std::string commentOf(const Delivery &delivery)
{
    std::string text = "\n# " + delivery.id + " from " + delivery.key.nameSpace.text() + '/'
        + delivery.key.topic.text() + ", " + std::string(wireName(delivery.state));
    if (delivery.reason != DeadReason::None)
        text += " (" + std::string(wireName(delivery.reason)) + ')';
    text += ", attempts: " + std::to_string(delivery.attempts) + '\n';
    return text;
}

} // namespace

std::string shellQuoted(std::string_view text)
{
    std::string quoted = "'";
    for (const char c : text)
        if (c == '\'')
            quoted += "'\\''";
        else
            quoted += c;
    return quoted + '\'';
}

std::string CurlScript::begin()
{
    return "#!/bin/sh\n# Requests of webhooks, each the last one of its delivery. Headers that are "
           "not here held credentials.\n";
}

std::string CurlScript::piece(const ExportedDelivery &exported)
{
    const Delivery &delivery = exported.delivery;
    std::string script = commentOf(delivery);
    if (exported.attempts.empty() || exported.attempts.back().requestHead.empty())
        return script + "# no request went out\n";
    const Attempt &attempt = exported.attempts.back();
    const ExportedHead head = ExportedHead::from(attempt.requestHead, exported.redact);
    const std::string url = (attempt.tls.empty() ? "http://" : "https://")
        + std::string(head.value("host")) + std::string(head.word(1));
    script += "curl --globoff --request POST " + shellQuoted(url);
    for (const auto &[name, value] : head.fields) {
        const bool isSignature = isSignatureHeader(name);
        if (isCurls(name) || value == "***" || (isSignature && !m_signature))
            continue;
        script += " \\\n  --header " + shellQuoted(name + ": " + value);
    }
    if (exported.redact)
        return script + " \\\n  --data-raw '' # the body was left out\n";
    if (delivery.body.find('\0') != delivery.body.npos)
        return script + " \\\n  --data-raw '' # the body cannot stand in a command\n";
    return script + " \\\n  --data-raw " + shellQuoted(delivery.body) + '\n';
}

} // namespace parley
