#include "server/webhooks/attempt_request.h"

#include <algorithm>
#include <vector>

#include "server/base/encoding.h"
#include "server/webhooks/aws_signature.h"
#include "server/webhooks/body_writer.h"
#include "server/webhooks/signer.h"

namespace parley {
namespace {

constexpr std::string_view kOwnAgent = "Parley/" PARLEY_VERSION " (Webhooks)";
constexpr std::string_view kMomentoAgent
    = "Momento/1.0 (Webhooks; +https://docs.momentohq.com/topics/webhooks)";

// "arn:PARTITION:lambda:REGION:ACCOUNT:function:NAME[:QUALIFIER]"
std::vector<std::string_view> partsOf(std::string_view arn)
{
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0; begin <= arn.size();) {
        const std::size_t end = std::min(arn.find(':', begin), arn.size());
        parts.push_back(arn.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

bool isWord(std::string_view text) // of an ARN; stands for itself in a path, but for '$'
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
            || c == '-' || c == '_' || c == '$';
    });
}

// The address of Lambda's Invoke operation. Partitions other than "aws" have other names.
std::string invokeUrl(std::string_view arn, std::string_view address)
{
    const std::string region = lambdaRegion(arn);
    const bool isChina = arn.starts_with("arn:aws-cn:");
    std::string url = address.empty()
        ? "https://lambda." + region + (isChina ? ".amazonaws.com.cn" : ".amazonaws.com")
        : std::string(address);
    url += "/2015-03-31/functions/";
    for (const char c : arn)
        url += c == ':' ? std::string("%3A") : c == '$' ? std::string("%24") : std::string(1, c);
    return url + "/invocations";
}

void addAuthentication(const Authentication &authentication, std::vector<HeaderField> &headers)
{
    switch (authentication.kind) {
    case AuthenticationKind::Basic:
        headers.push_back({"Authorization",
                           "Basic " + base64(authentication.user + ":" + authentication.secret),
                           true});
        return;
    case AuthenticationKind::Bearer:
        headers.push_back({"Authorization", "Bearer " + authentication.secret, true});
        return;
    case AuthenticationKind::Aws: // signed last
    case AuthenticationKind::None: return;
    }
}

void signRequest(const Webhook &webhook, HttpDeliveryRequest &request, UtcTime now)
{
    const Authentication &authentication = webhook.credentials.authentication;
    if (authentication.kind != AuthenticationKind::Aws)
        return;
    AwsIdentity identity{authentication.user, authentication.secret, authentication.region,
                         authentication.service};
    if (identity.region.empty())
        identity.region = lambdaRegion(webhook.callsLambda() ? webhook.url : request.url.host);
    if (identity.service.empty())
        identity.service = "lambda";
    const std::string host = request.url.authority();
    AwsRequest signing;
    signing.host = host;
    signing.target = request.url.target;
    signing.body = request.body;
    for (const HeaderField &field : request.headers)
        if (field.name == "Content-Type" || field.name.starts_with("X-Amz-"))
            signing.headers.push_back(field);
    for (HeaderField &field : signForAws(signing, identity, now))
        request.headers.push_back(std::move(field));
}

Result<void> addSignatures(const AttemptJob &job, std::vector<HeaderField> &headers, UtcTime now)
{
    const auto signer = Signer::from(job.webhook->credentials, now);
    if (!signer)
        return signer.error();
    const std::int64_t timestamp = epochMilliseconds(now) / 1000;
    Signatures signatures = signer->sign(job.deliveryId, timestamp, job.body);
    headers.push_back({"webhook-id", job.deliveryId});
    headers.push_back({"webhook-timestamp", std::to_string(timestamp)});
    headers.push_back({"webhook-signature", std::move(signatures.standard)});
    headers.push_back({"webhook-attempt", std::to_string(job.number)});
    if (!signatures.momento.empty())
        headers.push_back({"momento-signature", std::move(signatures.momento)});
    return {};
}

} // namespace

bool isLambdaArn(std::string_view arn)
{
    const auto parts = partsOf(arn);
    return (parts.size() == 7 || parts.size() == 8) && parts[0] == "arn"
        && (parts[1] == "aws" || parts[1] == "aws-cn" || parts[1] == "aws-us-gov")
        && parts[2] == "lambda" && parts[5] == "function"
        && std::all_of(parts.begin() + 3, parts.end(), isWord);
}

std::string lambdaRegion(std::string_view urlOrArn)
{
    if (urlOrArn.starts_with(Webhook::kLambdaScheme)) {
        const auto parts = partsOf(urlOrArn);
        return parts.size() > 3 ? std::string(parts[3]) : std::string();
    }
    static constexpr std::string_view kFunctionUrl = ".lambda-url.";
    const std::size_t at = urlOrArn.find(kFunctionUrl);
    if (at == urlOrArn.npos)
        return {};
    const std::string_view rest = urlOrArn.substr(at + kFunctionUrl.size());
    return std::string(rest.substr(0, rest.find('.')));
}

Result<HttpDeliveryRequest> attemptRequest(AttemptJob &job, std::string_view lambdaAddress,
                                           UtcTime now)
{
    const Webhook &webhook = *job.webhook;
    auto url = EndpointUrl::parse(webhook.callsLambda() ? invokeUrl(webhook.url, lambdaAddress)
                                                        : webhook.url);
    if (!url)
        return url.error();
    HttpDeliveryRequest request;
    request.url = *std::move(url);
    request.level = webhook.level;
    request.deadline = job.deadline;
    request.freshConnection = job.freshConnection;
    request.tls = webhook.credentials.tls;
    const auto type = job.isBatch ? batchContentType(webhook.format) : contentType(webhook.format);
    const bool isMomento = webhook.userAgent == UserAgent::Momento;
    request.headers = {{"User-Agent", std::string(isMomento ? kMomentoAgent : kOwnAgent)},
                       {"Content-Type", std::string(type)}};
    if (webhook.callsLambda())
        request.headers.push_back({"X-Amz-Invocation-Type", "RequestResponse"});
    if (auto ok = addSignatures(job, request.headers, now); !ok)
        return ok.error();
    request.headers.push_back({"parley-hops", std::to_string(job.hops + 1)});
    for (const CustomHeader &header : webhook.credentials.headers)
        request.headers.push_back({header.name, header.value, header.isSecret});
    addAuthentication(webhook.credentials.authentication, request.headers);
    request.body = std::move(job.body);
    signRequest(webhook, request, now);
    return request;
}

} // namespace parley
