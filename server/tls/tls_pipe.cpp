#include "server/tls/tls_pipe.h"

#include <algorithm>
#include <cstring>

namespace parley {
namespace {

TlsPipe &pipeOf(BIO *bio)
{
    return *static_cast<TlsPipe *>(BIO_get_data(bio));
}

// An empty pipe is not the end of the stream: more may come.
int readPipe(BIO *bio, char *out, int size)
{
    BIO_clear_retry_flags(bio);
    std::string_view &input = pipeOf(bio).input;
    if (input.empty() || size <= 0) {
        BIO_set_retry_read(bio);
        return -1;
    }
    const std::size_t n = std::min(input.size(), static_cast<std::size_t>(size));
    std::memcpy(out, input.data(), n);
    input.remove_prefix(n);
    return static_cast<int>(n);
}

int writePipe(BIO *bio, const char *bytes, int size) noexcept
{
    BIO_clear_retry_flags(bio);
    pipeOf(bio).output->append(bytes, static_cast<std::size_t>(size));
    return size;
}

long controlPipe(BIO *, int command, long, void *)
{
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

} // namespace

BioMethodHandle makePipeMethod()
{
    BioMethodHandle method(BIO_meth_new(BIO_TYPE_SOURCE_SINK, "TLS pipe"));
    const bool complete = method && BIO_meth_set_read(method.get(), readPipe) == 1
        && BIO_meth_set_write(method.get(), writePipe) == 1
        && BIO_meth_set_ctrl(method.get(), controlPipe) == 1;
    return complete ? std::move(method) : nullptr;
}

BioHandle makePipeBio(const BIO_METHOD *method, TlsPipe &pipe)
{
    BioHandle bio(BIO_new(method));
    if (bio) {
        BIO_set_data(bio.get(), &pipe);
        BIO_set_init(bio.get(), 1);
    }
    return bio;
}

} // namespace parley
