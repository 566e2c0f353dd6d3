#pragma once

#include <memory>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace parley {

// Frees what OpenSSL made with the function that OpenSSL has for it.
template <auto release>
struct OpensslDeleter {
    template <typename T>
    void operator()(T *object) const
    {
        release(object);
    }
};

// Owners of OpenSSL's objects. Thread: whoever has one; a certificate and a key that nobody
// changes any more may be read from several.
using BioHandle = std::unique_ptr<BIO, OpensslDeleter<BIO_free>>;
using CertificateHandle = std::unique_ptr<X509, OpensslDeleter<X509_free>>;
using KeyHandle = std::unique_ptr<EVP_PKEY, OpensslDeleter<EVP_PKEY_free>>;
using SslHandle = std::unique_ptr<SSL, OpensslDeleter<SSL_free>>;
using SslContextHandle = std::unique_ptr<SSL_CTX, OpensslDeleter<SSL_CTX_free>>;

} // namespace parley
