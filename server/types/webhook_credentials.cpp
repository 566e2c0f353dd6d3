#include "server/types/webhook_credentials.h"

#include <algorithm>

namespace parley {
namespace {

Error invalid(std::string_view why)
{
    return {ErrorCode::InvalidArgument, std::string(why)};
}

bool isTooLong(const CustomHeader &header)
{
    return header.name.size() + header.value.size() > WebhookCredentials::kMaxHeaderBytes;
}

} // namespace

std::string_view wireName(AuthenticationKind kind)
{
    switch (kind) {
    case AuthenticationKind::None: return "none";
    case AuthenticationKind::Basic: return "basic";
    case AuthenticationKind::Bearer: return "bearer";
    case AuthenticationKind::Aws: return "aws";
    }
    __builtin_unreachable();
}

Result<AuthenticationKind> authenticationKindFrom(std::string_view name)
{
    for (const auto kind : {AuthenticationKind::None, AuthenticationKind::Basic,
                            AuthenticationKind::Bearer, AuthenticationKind::Aws})
        if (name == wireName(kind))
            return kind;
    return invalid("authentication.kind must be none, basic, bearer or aws");
}

Result<void> WebhookCredentials::check() const
{
    if (headers.size() > kMaxHeaders)
        return invalid("a webhook has at most 16 headers of its own");
    if (std::any_of(headers.begin(), headers.end(), isTooLong))
        return invalid("a header must have at most 4096 bytes");
    if (authentication.user.size() > kMaxUserBytes)
        return invalid("authentication.user must have at most 256 bytes");
    if (authentication.secret.size() > kMaxSecretBytes)
        return invalid("authentication.secret must have at most 4096 bytes");
    const bool needsSecret = authentication.kind != AuthenticationKind::None;
    if (needsSecret && authentication.secret.empty())
        return invalid("authentication.secret is missing");
    if (authentication.kind == AuthenticationKind::Basic
        && authentication.user.find(':') != std::string::npos)
        return invalid("authentication.user must not hold a colon"); // RFC 7617, section 2
    if (authentication.kind == AuthenticationKind::Aws && authentication.user.empty())
        return invalid("authentication.user is missing: the id of the access key");
    for (const std::string *pem : {&tls.authoritiesPem, &tls.certificatePem, &tls.keyPem})
        if (pem->size() > kMaxPemBytes)
            return invalid("a certificate or key must have at most 65536 bytes");
    if (tls.certificatePem.empty() != tls.keyPem.empty())
        return invalid("tls.certificate and tls.key belong together");
    return {};
}

} // namespace parley
