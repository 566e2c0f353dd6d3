#include "server/tls/tls_identity.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include "server/tls/openssl_error.h"

namespace parley {
namespace {

BioHandle readerOf(std::string_view text) // borrows the text
{
    const char *begin = text.empty() ? "" : text.data(); // OpenSSL does not take null
    return BioHandle(BIO_new_mem_buf(begin, static_cast<int>(text.size())));
}

int refusePassphrase(char *, int, int, void *asked) // else OpenSSL would ask on the terminal
{
    *static_cast<bool *>(asked) = true;
    return -1;
}

Result<std::vector<CertificateHandle>> certificatesFrom(std::string_view pem)
{
    const BioHandle reader = readerOf(pem);
    std::vector<CertificateHandle> chain;
    bool asked = false;
    for (;;) {
        CertificateHandle next(PEM_read_bio_X509(reader.get(), nullptr, refusePassphrase, &asked));
        if (!next)
            break;
        if (chain.size() == TlsIdentity::kMaxCertificates)
            return Error{ErrorCode::InvalidArgument,
                         "more than " + std::to_string(TlsIdentity::kMaxCertificates)
                             + " certificates"};
        chain.push_back(std::move(next));
    }
    const bool atEnd = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    const std::string reason = takeOpensslError();
    if (!atEnd)
        return Error{ErrorCode::InvalidArgument, "a damaged certificate: " + reason};
    if (chain.empty())
        return Error{ErrorCode::InvalidArgument, "no certificate in PEM form"};
    return chain;
}

Result<KeyHandle> keyFrom(std::string_view pem)
{
    const BioHandle reader = readerOf(pem);
    bool asked = false;
    KeyHandle key(PEM_read_bio_PrivateKey(reader.get(), nullptr, refusePassphrase, &asked));
    (void)takeOpensslError(); // it can name parts of the file
    if (asked)
        return Error{ErrorCode::InvalidArgument,
                     "the private key needs a passphrase; store it without one, mode 600"};
    if (!key)
        return Error{ErrorCode::InvalidArgument, "no private key in PEM form"};
    return key;
}

} // namespace

Result<TlsIdentity> TlsIdentity::fromPem(std::string_view chainPem, std::string_view keyPem)
{
    ERR_clear_error();
    auto chain = certificatesFrom(chainPem);
    if (!chain)
        return chain.error();
    auto key = keyFrom(keyPem);
    if (!key)
        return key.error();
    const bool fits = X509_check_private_key(chain->front().get(), key->get()) == 1;
    ERR_clear_error();
    if (!fits)
        return Error{ErrorCode::InvalidArgument,
                     "the private key does not belong to the first certificate"};
    return TlsIdentity(std::move(*chain), std::move(*key));
}

Result<void> TlsIdentity::checkTime(UtcTime now) const
{
    const CertificateInfo info = this->info();
    if (now >= info.validUntil)
        return Error{ErrorCode::FailedPrecondition,
                     "the certificate expired on " + iso8601(info.validUntil)};
    if (now < info.validFrom)
        return Error{ErrorCode::FailedPrecondition,
                     "the certificate is valid only from " + iso8601(info.validFrom)};
    return {};
}

} // namespace parley
