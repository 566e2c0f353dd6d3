#include <QTest>

#include "tests/support/bytes.h"
#include "tests/support/fake_clock.h"
#include "tests/support/tls_peers.h"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

class tst_TlsContext : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void weakKeysAreRefused();
    void allowsForwardSecrecyOnly();
    void showsTheChain();
};

// 512 bits of RSA can be broken by anybody; OpenSSL takes them at no level of security but 0.
void tst_TlsContext::weakKeysAreRefused()
{
    const UtcTime now = FakeClock().utc();
    const KeyHandle weak(EVP_RSA_gen(512));
    const auto certificate = makeAuthorityCertificate(weak.get(), "weak", {now - 1h, now + 1h});
    QVERIFY(certificate);
    const MadeIdentity identity{pemOf(certificate->get()), pemOf(weak.get())};
    const auto context = TlsContext::make(identity.identity(), {"http/1.1"});
    QVERIFY(!context);
    QCOMPARE(context.error().code, ErrorCode::InvalidArgument);
}

void tst_TlsContext::allowsForwardSecrecyOnly()
{
    const UtcTime now = FakeClock().utc();
    const MadeIdentity identity = makeTestAuthority({now - 1h, now + 1h});
    const auto context = TlsContext::make(identity.identity(), {});
    QVERIFY(context);
    SSL_CTX *handle = (*context)->handle();
    QCOMPARE(SSL_CTX_get_min_proto_version(handle), long(TLS1_2_VERSION));
    QCOMPARE(SSL_CTX_get_max_early_data(handle), 0u);
    const STACK_OF(SSL_CIPHER) *ciphers = SSL_CTX_get_ciphers(handle);
    QVERIFY(sk_SSL_CIPHER_num(ciphers) >= 6);
    for (int i = 0; i < sk_SSL_CIPHER_num(ciphers); ++i) {
        const SSL_CIPHER *cipher = sk_SSL_CIPHER_value(ciphers, i);
        const int exchange = SSL_CIPHER_get_kx_nid(cipher);
        QVERIFY2(exchange == NID_kx_ecdhe || exchange == NID_kx_any, SSL_CIPHER_get_name(cipher));
        QVERIFY2(SSL_CIPHER_is_aead(cipher) == 1, SSL_CIPHER_get_name(cipher));
    }
}

void tst_TlsContext::showsTheChain()
{
    const UtcTime now = FakeClock().utc();
    const MadeIdentity authority = makeTestAuthority({now - 1h, now + 1h});
    MadeIdentity server = makeTestServer(authority, {now - 1h, now + 1h}, {"a.example"});
    server.certificate += authority.certificate;
    const auto context = TlsContext::make(server.identity(), {});
    QVERIFY(context);
    STACK_OF(X509) *more = nullptr;
    SSL_CTX_get0_chain_certs((*context)->handle(), &more);
    QCOMPARE(sk_X509_num(more), 1);
    QCOMPARE(bytes((*context)->certificate().subject), QByteArray("a.example"));
}

QTEST_APPLESS_MAIN(tst_TlsContext)
#include "tst_tls_context.moc"
