#include "tests/support/fake_endpoint/fake_resolver.h"

#include <utility>

namespace parley::test {

void FakeResolver::setAddresses(const std::string &host, const std::vector<std::string> &addresses)
{
    m_names[host] = {{addresses}};
}

void FakeResolver::addAddresses(const std::string &host, const std::vector<std::string> &addresses)
{
    m_names[host].answers.push_back(addresses);
}

void FakeResolver::stall(const std::string &host)
{
    m_names[host].stalled = true;
}

std::uint64_t FakeResolver::resolve(const std::string &host, Done done)
{
    ++m_asked;
    const std::uint64_t id = ++m_lastId;
    m_waiting.emplace(id, std::move(done));
    if (!m_names[host].stalled)
        QMetaObject::invokeMethod(
            this, [this, id, host] { answer(id, host); }, Qt::QueuedConnection);
    return id;
}

void FakeResolver::cancel(std::uint64_t id)
{
    m_waiting.erase(id);
}

void FakeResolver::answer(std::uint64_t id, const std::string &host)
{
    auto node = m_waiting.extract(id);
    if (node.empty())
        return;
    auto &answers = m_names[host].answers;
    if (answers.empty()) {
        node.mapped()(Error{ErrorCode::NotFound, host + " was not found: Host not found"});
        return;
    }
    std::vector<IpAddress> addresses;
    for (const std::string &text : answers.front())
        addresses.push_back(*IpAddress::parse(text));
    if (answers.size() > 1)
        answers.erase(answers.begin());
    node.mapped()(std::move(addresses));
}

} // namespace parley::test
