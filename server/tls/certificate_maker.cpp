#include "server/tls/certificate_maker.h"

#include <algorithm>

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

#include "server/tls/openssl_error.h"
#include "server/tls/server_name.h"

namespace parley {
namespace {

constexpr std::size_t kMaxCommonName = 64; // ub-common-name

using ExtensionHandle = std::unique_ptr<X509_EXTENSION, OpensslDeleter<X509_EXTENSION_free>>;
using GeneralNames = std::unique_ptr<GENERAL_NAMES, OpensslDeleter<GENERAL_NAMES_free>>;

Error opensslFailure(const char *doing)
{
    return {ErrorCode::Internal, std::string(doing) + ": " + takeOpensslError()};
}

// 127 random bits: unique without a count that would have to be kept.
bool setSerial(X509 *certificate)
{
    unsigned char bytes[16];
    if (RAND_bytes(bytes, sizeof bytes) != 1)
        return false;
    bytes[0] &= 0x7f; // positive
    BIGNUM *number = BN_bin2bn(bytes, sizeof bytes, nullptr);
    const bool set
        = number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr;
    BN_free(number);
    return set;
}

bool setTime(ASN1_TIME *target, UtcTime time)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch();
    return ASN1_TIME_set(target, static_cast<time_t>(seconds.count())) != nullptr;
}

bool setName(X509_NAME *target, const std::string &commonName)
{
    return X509_NAME_add_entry_by_txt(target, "CN", MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char *>(commonName.data()),
                                      static_cast<int>(commonName.size()), -1, 0)
        == 1;
}

// Only fixed texts go through OpenSSL's little language; names from outside never do.
bool addExtension(X509 *certificate, X509 *issuer, int id, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const ExtensionHandle extension(X509V3_EXT_conf_nid(nullptr, &context, id, value));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool addName(GENERAL_NAMES *names, const std::string &name)
{
    unsigned char address[sizeof(in6_addr)]{};
    int size = 0;
    if (inet_pton(AF_INET, name.c_str(), address) == 1)
        size = 4;
    else if (inet_pton(AF_INET6, name.c_str(), address) == 1)
        size = 16;
    ASN1_STRING *text = size > 0 ? ASN1_OCTET_STRING_new() : ASN1_STRING_type_new(V_ASN1_IA5STRING);
    GENERAL_NAME *entry = GENERAL_NAME_new();
    const void *bytes = size > 0 ? static_cast<const void *>(address) : name.data();
    const int length = size > 0 ? size : static_cast<int>(name.size());
    if (!text || !entry || ASN1_STRING_set(text, bytes, length) != 1) {
        ASN1_STRING_free(text);
        GENERAL_NAME_free(entry);
        return false;
    }
    GENERAL_NAME_set0_value(entry, size > 0 ? GEN_IPADD : GEN_DNS, text);
    if (sk_GENERAL_NAME_push(names, entry) > 0)
        return true;
    GENERAL_NAME_free(entry);
    return false;
}

bool addAlternativeNames(X509 *certificate, const std::vector<std::string> &names)
{
    const GeneralNames all(sk_GENERAL_NAME_new_null());
    return all
        && std::all_of(names.begin(), names.end(),
                       [&](const auto &name) { return addName(all.get(), name); })
        && X509_add1_ext_i2d(certificate, NID_subject_alt_name, all.get(), 0, 0) == 1;
}

// Everything but extensions and signature.
CertificateHandle draft(EVP_PKEY *key, const std::string &commonName, ValidityPeriod period)
{
    CertificateHandle certificate(X509_new());
    const bool complete = certificate && X509_set_version(certificate.get(), X509_VERSION_3) == 1
        && setSerial(certificate.get())
        && setTime(X509_getm_notBefore(certificate.get()), period.from)
        && setTime(X509_getm_notAfter(certificate.get()), period.until)
        && setName(X509_get_subject_name(certificate.get()), commonName)
        && X509_set_pubkey(certificate.get(), key) == 1;
    return complete ? std::move(certificate) : nullptr;
}

template <typename Write>
std::string pemText(Write write)
{
    const BioHandle out(BIO_new(BIO_s_secmem()));
    if (!out || write(out.get()) != 1)
        return {};
    char *text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

} // namespace

Result<KeyHandle> makeKey()
{
    KeyHandle key(EVP_EC_gen("P-256"));
    if (!key)
        return opensslFailure("cannot make a key");
    return key;
}

Result<CertificateHandle> makeAuthorityCertificate(EVP_PKEY *key, const std::string &commonName,
                                                   ValidityPeriod period)
{
    auto certificate = draft(key, commonName.substr(0, kMaxCommonName), period);
    X509 *const made = certificate.get();
    const bool complete = made && X509_set_issuer_name(made, X509_get_subject_name(made)) == 1
        && addExtension(made, made, NID_basic_constraints, "critical,CA:TRUE,pathlen:0")
        && addExtension(made, made, NID_key_usage, "critical,keyCertSign,cRLSign")
        && addExtension(made, made, NID_subject_key_identifier, "hash")
        && X509_sign(made, key, EVP_sha256()) > 0;
    if (!complete)
        return opensslFailure("cannot make the authority's certificate");
    return certificate;
}

Result<CertificateHandle> makeServerCertificate(EVP_PKEY *key,
                                                const std::vector<std::string> &names,
                                                ValidityPeriod period, CertificateIssuer issuer)
{
    const auto shortName = std::find_if(
        names.begin(), names.end(), [](const auto &name) { return name.size() <= kMaxCommonName; });
    auto certificate = draft(key, shortName != names.end() ? *shortName : "parley", period);
    X509 *const made = certificate.get();
    const bool complete = made
        && X509_set_issuer_name(made, X509_get_subject_name(issuer.certificate)) == 1
        && addExtension(made, issuer.certificate, NID_basic_constraints, "critical,CA:FALSE")
        && addExtension(made, issuer.certificate, NID_key_usage, "critical,digitalSignature")
        && addExtension(made, issuer.certificate, NID_ext_key_usage, "serverAuth")
        && addExtension(made, issuer.certificate, NID_subject_key_identifier, "hash")
        && addExtension(made, issuer.certificate, NID_authority_key_identifier, "keyid:always")
        && addAlternativeNames(made, names) && X509_sign(made, issuer.key, EVP_sha256()) > 0;
    if (!complete)
        return opensslFailure("cannot make the server's certificate");
    return certificate;
}

std::string pemOf(X509 *certificate)
{
    return pemText([certificate](BIO *out) { return PEM_write_bio_X509(out, certificate); });
}

std::string pemOf(EVP_PKEY *key)
{
    return pemText([key](BIO *out) {
        return PEM_write_bio_PKCS8PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
    });
}

} // namespace parley
