#include "server/net/send_ring.h"

#include <algorithm>
#include <array>
#include <cerrno>

#if PARLEY_IO_URING
#include <liburing.h>
#include <sys/socket.h>
#endif

#include "server/net/connection.h"

namespace parley {

#if PARLEY_IO_URING

struct SendRing::Ring {
    ~Ring()
    {
        if (isOpen)
            io_uring_queue_exit(&ring);
    }

    void prepare(ConnectionSend &send, std::size_t index);
    bool collect(std::size_t count);

    io_uring ring{};
    std::array<msghdr, kMostSends> headers{};
    bool isOpen = false;
};

void SendRing::Ring::prepare(ConnectionSend &send, std::size_t index)
{
    send.taken = 0;
    const int descriptor = send.connection->descriptor();
    const uv_buf_t &first = send.pieces[0];
    io_uring_sqe *entry = io_uring_get_sqe(&ring);
    if (send.pieces.size() == 1) {
        io_uring_prep_send(entry, descriptor, first.base, first.len, MSG_DONTWAIT | MSG_NOSIGNAL);
    } else {
        msghdr &header = headers[index];
        header.msg_iov = reinterpret_cast<iovec *>(send.pieces.data()); // the same, says libuv
        header.msg_iovlen = send.pieces.size();
        io_uring_prep_sendmsg(entry, descriptor, &header, MSG_DONTWAIT | MSG_NOSIGNAL);
    }
    io_uring_sqe_set_data(entry, &send);
}

bool SendRing::Ring::collect(std::size_t count)
{
    while (count > 0) {
        io_uring_cqe *result = nullptr;
        const int error = io_uring_wait_cqe(&ring, &result);
        if (error == -EINTR)
            continue;
        if (error != 0)
            return false;
        auto *send = static_cast<ConnectionSend *>(io_uring_cqe_get_data(result));
        send->taken = static_cast<std::size_t>(std::max(result->res, 0)); // errors show in reading
        io_uring_cqe_seen(&ring, result);
        --count;
    }
    return true;
}

std::unique_ptr<SendRing> SendRing::create()
{
    auto ring = std::make_unique<Ring>();
    io_uring_params options{};
    // One thread only, and the work is done in its own call: no interrupt, no other thread.
    options.flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN; // Linux 6.1
    if (io_uring_queue_init_params(kMostSends, &ring->ring, &options) != 0)
        return nullptr;
    ring->isOpen = true;
    return std::unique_ptr<SendRing>(new SendRing(std::move(ring)));
}

bool SendRing::send(std::span<ConnectionSend> sends)
{
    while (!sends.empty()) {
        const auto some = sends.first(std::min<std::size_t>(sends.size(), kMostSends));
        if (!sendSome(some))
            return false;
        sends = sends.subspan(some.size());
    }
    return true;
}

// MSG_DONTWAIT: each is done, or refused, before the kernel takes up the next. Those that it did
// not accept have no completion; the others are waited for, so that no buffer is in use behind us.
bool SendRing::sendSome(std::span<ConnectionSend> sends)
{
    for (std::size_t i = 0; i < sends.size(); ++i)
        m_ring->prepare(sends[i], i);
    std::size_t accepted = 0;
    bool refused = false;
    while (!refused && accepted < sends.size()) {
        const auto rest = static_cast<unsigned>(sends.size() - accepted);
        const int count = io_uring_submit_and_wait(&m_ring->ring, rest);
        if (count > 0)
            accepted += static_cast<std::size_t>(count);
        else
            refused = count != -EINTR;
    }
    return m_ring->collect(accepted) && !refused;
}

#else

struct SendRing::Ring {
};

std::unique_ptr<SendRing> SendRing::create()
{
    return nullptr;
}

bool SendRing::send(std::span<ConnectionSend>)
{
    return false;
}

#endif

SendRing::SendRing(std::unique_ptr<Ring> ring) : m_ring(std::move(ring)) {}

SendRing::~SendRing() = default;

} // namespace parley
