#pragma once

#include <vector>

#include <QHostAddress>

namespace parley::test {

// A port that neither accepts nor refuses: its queue of connections is full and nobody empties it,
// so the kernel lets further ones wait.
class FullBacklog
{
public:
    explicit FullBacklog(bool v6 = false, quint16 port = 0); // loopback
    ~FullBacklog();
    FullBacklog(const FullBacklog &) = delete;
    FullBacklog &operator=(const FullBacklog &) = delete;

    quint16 port() const { return m_port; }

private:
    int m_listener = -1;
    std::vector<int> m_clients;
    quint16 m_port = 0;
};

} // namespace parley::test
