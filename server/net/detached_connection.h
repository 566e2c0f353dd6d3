#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include <unistd.h>

#include "server/tls/tls_layer.h"

namespace parley {

// A descriptor that is closed unless somebody takes it. Thread: any one.
class OwnedDescriptor final
{
public:
    OwnedDescriptor() = default;
    explicit OwnedDescriptor(int descriptor) : m_descriptor(descriptor) {}
    OwnedDescriptor(OwnedDescriptor &&other) noexcept :
        m_descriptor(std::exchange(other.m_descriptor, -1))
    {
    }
    OwnedDescriptor &operator=(OwnedDescriptor &&other) noexcept
    {
        std::swap(m_descriptor, other.m_descriptor);
        return *this;
    }
    ~OwnedDescriptor()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }

    bool isOpen() const { return m_descriptor >= 0; }
    int get() const { return m_descriptor; }
    void release() { m_descriptor = -1; } // somebody else closes it from here on

private:
    int m_descriptor = -1;
};

// A connection between two loops: its socket, and what goes with it. Thread: any one.
struct DetachedConnection {
    OwnedDescriptor socket{};
    std::uint64_t id = 0;
    bool isEstablished = false;
    std::unique_ptr<TlsLayer> tls{}; // null: plain
};

} // namespace parley
