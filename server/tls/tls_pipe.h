#pragma once

#include <string>
#include <string_view>

#include "server/tls/openssl_handles.h"

namespace parley {

// Where OpenSSL reads and writes for one connection: bytes of somebody else, without a copy and
// without a buffer that stays. Thread: that of its connection.
struct TlsPipe {
    std::string_view input{}; // not taken yet
    std::string *output = nullptr; // set while a call into OpenSSL runs
};

using BioMethodHandle = std::unique_ptr<BIO_METHOD, OpensslDeleter<BIO_meth_free>>;

//! What BIOs on a TlsPipe do; outlives every BIO that was made with it. Null: memory has run out.
BioMethodHandle makePipeMethod();

//! \p pipe is borrowed and outlives the BIO. Null: memory has run out.
BioHandle makePipeBio(const BIO_METHOD *method, TlsPipe &pipe);

} // namespace parley
