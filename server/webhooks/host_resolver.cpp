#include "server/webhooks/host_resolver.h"

#include <utility>

#include <QHostAddress>
#include <QString>

namespace parley {

SystemHostResolver::~SystemHostResolver()
{
    for (const auto &[host, lookup] : m_lookups)
        QHostInfo::abortHostLookup(lookup.id);
}

std::uint64_t SystemHostResolver::resolve(const std::string &host, Done done)
{
    PARLEY_ASSERT_OWN_THREAD();
    const std::uint64_t id = ++m_lastId;
    Lookup &lookup = m_lookups[host];
    lookup.waiting.emplace(id, std::move(done));
    if (lookup.id < 0)
        lookup.id
            = QHostInfo::lookupHost(QString::fromStdString(host), this,
                                    [this, host](const QHostInfo &info) { lookedUp(host, info); });
    return id;
}

void SystemHostResolver::cancel(std::uint64_t id)
{
    PARLEY_ASSERT_OWN_THREAD();
    for (auto &[host, lookup] : m_lookups)
        if (lookup.waiting.erase(id) != 0)
            return; // the lookup itself runs on: the next asker joins it
}

void SystemHostResolver::lookedUp(const std::string &host, const QHostInfo &info)
{
    auto node = m_lookups.extract(host);
    if (node.empty())
        return;
    std::vector<IpAddress> addresses;
    for (const QHostAddress &address : info.addresses())
        if (const auto parsed = IpAddress::parse(address.toString().toStdString()))
            addresses.push_back(*parsed); // one with a scope id does not parse: link-local
    for (auto &[id, done] : std::exchange(node.mapped().waiting, {})) {
        if (addresses.empty())
            done(Error{ErrorCode::NotFound,
                       host + " was not found: " + info.errorString().toStdString()});
        else
            done(addresses);
    }
}

} // namespace parley
