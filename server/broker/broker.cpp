#include "server/broker/broker.h"

#include "server/base/secret_box.h"
#include "server/broker/broker_parts.h"
#include "server/store/backup.h"

namespace parley {
namespace {

constexpr std::string_view kOwnerLabel = "Owner (this computer)";

Result<std::vector<std::unique_ptr<EventLoop>>> makeLoops(int count)
{
    std::vector<std::unique_ptr<EventLoop>> loops;
    for (int i = 0; i < count; ++i) {
        auto loop = EventLoop::create();
        if (!loop)
            return loop.error();
        loops.push_back(std::move(*loop));
    }
    return loops;
}

Result<void> takeSecretKey(BrokerOptions &options)
{
    if (options.readSecretKey) {
        auto key = options.readSecretKey();
        if (!key)
            return key.error();
        options.secretKey = std::move(*key);
    }
    if (options.secretKey.empty())
        return {};
    const auto box = SecretBox::create(options.secretKey);
    return box ? Result<void>() : box.error();
}

} // namespace

struct Broker::Parts : BrokerParts {
    using BrokerParts::BrokerParts;
};

Broker::Broker(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}

Broker::~Broker()
{
    stop();
}

bool Broker::runsOn(const std::string &dataDirectory)
{
    return DataDirectory::isLocked(dataDirectory);
}

Result<void> Broker::backUp(const std::string &dataDirectory, const std::string &target)
{
    return backUpStore(dataDirectory, target);
}

Result<void> Broker::restore(const std::string &backup, const std::string &dataDirectory)
{
    SystemRandom random;
    return restoreStore(backup, dataDirectory, random);
}

Result<std::unique_ptr<Broker>> Broker::start(const BrokerOptions &wanted, LogSink &log)
{
    BrokerOptions options = wanted;
    if (options.ioThreads < 1 || options.ioThreads > BrokerOptions::kMaxIoThreads)
        return Error{ErrorCode::InvalidArgument, "a broker has 1 to 16 I/O threads"};
    auto directory = DataDirectory::open(options.dataDirectory);
    if (!directory)
        return directory.error();
    auto store = Store::open(directory->path(), Log(log, "parley.store"));
    if (!store)
        return store.error();
    if (auto ok = takeSecretKey(options); !ok)
        return ok.error();
    const auto run = beginRun((*store)->tables());
    if (!run)
        return run.error();
    auto loops = makeLoops(options.ioThreads);
    if (!loops)
        return loops.error();
    auto parts = std::make_unique<Parts>(options, log, std::move(*directory), std::move(*store),
                                         std::move(*loops), *run);
    if (auto ok = parts->sealSecrets(); !ok)
        return ok.error();
    if (auto ok = parts->restore(); !ok)
        return ok.error();
    if (auto ok = parts->listen(); !ok)
        return ok.error();
    if (auto ok = noteRunning(parts->store->tables()); !ok)
        return ok.error();
    if (auto ok = parts->startThreads(); !ok)
        return ok.error();
    return std::unique_ptr<Broker>(new Broker(std::move(parts)));
}

void Broker::stop()
{
    m_parts->stop();
}

std::uint16_t Broker::port() const
{
    return m_parts->port;
}

std::string Broker::url() const
{
    return "http://127.0.0.1:" + std::to_string(port());
}

std::vector<std::string> Broker::tlsUrls() const
{
    return m_parts->tlsUrls;
}

Result<void> Broker::reloadCertificate()
{
    return m_parts->reloadCertificate();
}

bool Broker::isOwner(const std::string &secret) const
{
    const auto token = m_parts->tokens.authenticate(secret);
    return token && (*token)->token().scope.admin;
}

Result<std::string> Broker::renewOwnerToken()
{
    TokenRequest request;
    request.label = kOwnerLabel;
    request.scope.admin = true;
    const auto issued = m_parts->tokens.make(request);
    if (!issued)
        return issued.error();
    const auto old = m_parts->tokens.matching([](const TokenEntry &entry) {
        return entry.token().scope.admin && entry.token().label == kOwnerLabel
            && !entry.isRevoked();
    });
    if (auto ok = m_parts->storeOwner(*issued, old); !ok)
        return ok.error();
    m_parts->tokens.add(issued->token, issued->digest);
    for (const Token &token : old)
        m_parts->endToken(token.id);
    return issued->secret;
}

} // namespace parley
