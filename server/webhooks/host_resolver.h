#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include <QHostInfo>
#include <QObject>

#include "server/base/result.h"
#include "server/base/thread_affine.h"
#include "server/webhooks/ip_address.h"

namespace parley {

// Looks names up. Thread: webhooks.
class HostResolver
{
public:
    using Done = std::function<void(Result<std::vector<IpAddress>>)>;

    virtual ~HostResolver() = default;
    //! \p done runs once on the same thread, never inside this call, with at least one address or
    //! with the reason why there is none. There is no time limit here: the asker has his own.
    virtual std::uint64_t resolve(const std::string &host, Done done) = 0;
    virtual void cancel(std::uint64_t id) = 0; // `done` will not run
};

// Asks the operating system, on Qt's lookup threads. Those are 20 at most, so each name is asked
// for once at a time, however many wait for it: a name server that does not answer costs one of
// them.
class SystemHostResolver final : public QObject, public HostResolver
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SystemHostResolver)

public:
    SystemHostResolver() = default;
    ~SystemHostResolver() override;

    std::uint64_t resolve(const std::string &host, Done done) override;
    void cancel(std::uint64_t id) override;

private:
    struct Lookup {
        int id = -1;
        std::map<std::uint64_t, Done> waiting{};
    };

    void lookedUp(const std::string &host, const QHostInfo &info);

    std::unordered_map<std::string, Lookup> m_lookups;
    std::uint64_t m_lastId = 0;
    ThreadAffine m_thread;
};

} // namespace parley
