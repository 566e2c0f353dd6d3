#pragma once

#include <map>
#include <string>
#include <vector>

#include <QObject>

#include "server/webhooks/host_resolver.h"

namespace parley::test {

// A name server in the hand of the test.
class FakeResolver final : public QObject, public HostResolver
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FakeResolver)

public:
    FakeResolver() = default;

    //! What \p host means from now on. Several sets: one after the other, the last stays.
    void setAddresses(const std::string &host, const std::vector<std::string> &addresses);
    void addAddresses(const std::string &host, const std::vector<std::string> &addresses);
    void stall(const std::string &host); // never answers

    int asked() const { return m_asked; }
    int waiting() const { return static_cast<int>(m_waiting.size()); }

    std::uint64_t resolve(const std::string &host, Done done) override;
    void cancel(std::uint64_t id) override;

private:
    struct Name {
        std::vector<std::vector<std::string>> answers{}; // none: no such name
        bool stalled = false;
    };

    void answer(std::uint64_t id, const std::string &host);

    std::map<std::string, Name> m_names;
    std::map<std::uint64_t, Done> m_waiting;
    std::uint64_t m_lastId = 0;
    int m_asked = 0;
};

} // namespace parley::test
