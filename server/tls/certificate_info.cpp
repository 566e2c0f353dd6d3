#include "server/tls/certificate_info.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <arpa/inet.h>

#include "server/tls/openssl_handles.h"

namespace parley {
namespace {

using GeneralNames = std::unique_ptr<GENERAL_NAMES, OpensslDeleter<GENERAL_NAMES_free>>;

std::string bytesOf(const ASN1_STRING *text)
{
    return {reinterpret_cast<const char *>(ASN1_STRING_get0_data(text)),
            static_cast<std::size_t>(ASN1_STRING_length(text))};
}

std::string commonName(const X509_NAME *name)
{
    const int place = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (place < 0)
        return {};
    return bytesOf(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, place)));
}

std::string addressText(const std::string &bytes) // "" when it is neither IPv4 nor IPv6
{
    char text[INET6_ADDRSTRLEN]{};
    const int family = bytes.size() == 4 ? AF_INET : AF_INET6;
    if (bytes.size() != 4 && bytes.size() != 16)
        return {};
    return inet_ntop(family, bytes.data(), text, sizeof text) ? text : "";
}

std::string nameText(const GENERAL_NAME &name)
{
    if (name.type == GEN_IPADD)
        return addressText(bytesOf(name.d.iPAddress));
    if (name.type != GEN_DNS)
        return {};
    std::string text = bytesOf(name.d.dNSName);
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return static_cast<char>(c < 0x80 ? std::tolower(c) : c);
    });
    return text;
}

std::vector<std::string> alternativeNames(X509 *certificate)
{
    const GeneralNames all(static_cast<GENERAL_NAMES *>(
        X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    std::vector<std::string> names;
    for (int i = 0; all && i < sk_GENERAL_NAME_num(all.get()); ++i)
        if (std::string text = nameText(*sk_GENERAL_NAME_value(all.get(), i)); !text.empty())
            names.push_back(std::move(text));
    return names;
}

UtcTime timeOf(const ASN1_TIME *time) // the epoch when it is not a time
{
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1)
        return {};
    return UtcTime(std::chrono::seconds(timegm(&parts)));
}

std::string fingerprint(X509 *certificate)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1)
        return {};
    constexpr char kDigits[] = "0123456789ABCDEF";
    std::string text;
    for (unsigned i = 0; i < size; ++i) {
        if (i > 0)
            text += ':';
        text += kDigits[digest[i] >> 4];
        text += kDigits[digest[i] & 15];
    }
    return text;
}

} // namespace

CertificateInfo describeCertificate(X509 *certificate)
{
    return {.subject = commonName(X509_get_subject_name(certificate)),
            .issuer = commonName(X509_get_issuer_name(certificate)),
            .names = alternativeNames(certificate),
            .validFrom = timeOf(X509_get0_notBefore(certificate)),
            .validUntil = timeOf(X509_get0_notAfter(certificate)),
            .sha256 = fingerprint(certificate)};
}

} // namespace parley
