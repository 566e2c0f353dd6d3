#include "server/webhooks/webhook_check.h"

#include <algorithm>
#include <string>
#include <utility>

#include "server/protocol/event_pattern.h"
#include "server/protocol/safe_text.h"
#include "server/webhooks/attempt_request.h"
#include "server/webhooks/endpoint_url.h"
#include "server/webhooks/request_head.h"
#include "server/webhooks/response_parser.h"
#include "server/webhooks/tls_support.h"

namespace parley {
namespace {

Error invalid(std::string why)
{
    return {ErrorCode::InvalidArgument, std::move(why)};
}

Result<void> checkLambda(const Webhook &webhook)
{
    if (!isLambdaArn(webhook.url))
        return invalid("the ARN must be arn:aws:lambda:REGION:ACCOUNT:function:NAME");
    if (webhook.credentials.authentication.kind != AuthenticationKind::Aws)
        return invalid("a Lambda function needs authentication of the kind aws");
    return {};
}

Result<void> checkDestination(const Webhook &webhook, const AddressPolicy &policy)
{
    if (webhook.callsLambda())
        return checkLambda(webhook);
    if (auto ok = checkWebhookUrl(webhook.url, webhook.level, policy); !ok)
        return ok;
    const Authentication &authentication = webhook.credentials.authentication;
    if (authentication.kind == AuthenticationKind::Aws && authentication.region.empty()
        && lambdaRegion(webhook.url).empty())
        return invalid("authentication.region is missing: the address does not tell it");
    return {};
}

bool isAuthorization(std::string_view name)
{
    static constexpr std::string_view kName = "authorization";
    return std::equal(name.begin(), name.end(), kName.begin(), kName.end(),
                      [](char a, char b) { return (a | 0x20) == b; });
}

Result<void> checkHeaders(const Webhook &webhook)
{
    const bool hasOwn = webhook.credentials.authentication.kind != AuthenticationKind::None;
    for (const CustomHeader &header : webhook.credentials.headers) {
        const std::string name = quoted(header.name);
        if (!RequestHead::mayBeSet(header.name))
            return invalid("the header " + name + " cannot be set");
        if (!isHeaderValue(header.value))
            return invalid("the value of the header " + name + " holds a control character");
        if (hasOwn && isAuthorization(header.name))
            return invalid("the header " + name + " is set by the authentication");
    }
    for (const std::string &text :
         {webhook.credentials.authentication.user, webhook.credentials.authentication.secret,
          webhook.credentials.authentication.region, webhook.credentials.authentication.service})
        if (!isHeaderValue(text))
            return invalid("authentication holds a control character");
    return {};
}

} // namespace

Result<void> checkWebhook(const Webhook &webhook, const AddressPolicy &policy)
{
    if (auto ok = checkDestination(webhook, policy); !ok)
        return ok;
    if (auto ok = checkHeaders(webhook); !ok)
        return ok;
    if (const auto tls = tlsConfiguration(webhook.credentials.tls); !tls)
        return tls.error();
    if (webhook.settings.filter.empty())
        return {};
    if (const auto pattern = EventPattern::parse(webhook.settings.filter); !pattern)
        return pattern.error();
    return {};
}

} // namespace parley
