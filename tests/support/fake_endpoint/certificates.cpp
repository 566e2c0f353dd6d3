#include "tests/support/fake_endpoint/certificates.h"

#include <memory>

#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace parley::test {
namespace {

template <auto Free>
struct Freed {
    template <typename T>
    void operator()(T *object) const
    {
        Free(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;

QByteArray contents(const Bio &bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return QByteArray(data, size);
}

Bio reader(const QByteArray &bytes)
{
    return Bio(BIO_new_mem_buf(bytes.constData(), static_cast<int>(bytes.size())));
}

void addExtension(X509 *certificate, int id, const QByteArray &value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, id, value.constData()));
    X509_add_ext(certificate, extension.get(), -1);
}

} // namespace

Identity makeIdentity(const CertificateWish &wish, const Identity *issuer)
{
    static constexpr long kDay = 86400;
    static long serial = 1;
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    X509 *x = certificate.get();
    X509_set_version(x, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(x), wish.validFromDays * kDay);
    X509_gmtime_adj(X509_getm_notAfter(x), wish.validUntilDays * kDay);
    X509_set_pubkey(x, key.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char *>(wish.commonName.constData()),
                               -1, -1, 0);
    if (wish.authority)
        addExtension(x, NID_basic_constraints, "critical,CA:TRUE");
    if (!wish.alternativeNames.isEmpty())
        addExtension(x, NID_subject_alt_name, wish.alternativeNames);

    if (issuer) {
        const Certificate parent(
            PEM_read_bio_X509(reader(issuer->certificate).get(), nullptr, nullptr, nullptr));
        const Key parentKey(
            PEM_read_bio_PrivateKey(reader(issuer->key).get(), nullptr, nullptr, nullptr));
        X509_set_issuer_name(x, X509_get_subject_name(parent.get()));
        X509_sign(x, parentKey.get(), EVP_sha256());
    } else {
        X509_set_issuer_name(x, X509_get_subject_name(x));
        X509_sign(x, key.get(), EVP_sha256());
    }
    const Bio certificateOut(BIO_new(BIO_s_mem()));
    const Bio keyOut(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(certificateOut.get(), x);
    PEM_write_bio_PrivateKey(keyOut.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return {contents(certificateOut), contents(keyOut)};
}

QSslConfiguration serverConfiguration(const Identity &identity, const QByteArray &clientAuthority)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificate(QSslCertificate(identity.certificate));
    configuration.setPrivateKey(QSslKey(identity.key, QSsl::Ec));
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    if (!clientAuthority.isEmpty()) {
        configuration.setCaCertificates(QSslCertificate::fromData(clientAuthority));
        configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    }
    return configuration;
}

} // namespace parley::test
