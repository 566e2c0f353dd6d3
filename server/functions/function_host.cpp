#include "server/functions/function_host.h"

#include <utility>

#include <QMetaObject>

#include "server/base/thread_resources.h"
#include "server/functions/function_worker.h"

namespace parley::functions {
namespace {

std::set<std::string> namesOf(const std::vector<FunctionEntry> &entries)
{
    std::set<std::string> names;
    for (const FunctionEntry &entry : entries)
        names.insert(entry.name);
    return names;
}

} // namespace

FunctionHost::FunctionHost(std::vector<FunctionEntry> entries) :
    m_names(namesOf(entries)), m_worker(std::make_unique<FunctionWorker>())
{
    m_thread.setObjectName(QStringLiteral("functions"));
    m_worker->moveToThread(&m_thread);
    m_thread.start();
    FunctionWorker *worker = m_worker.get();
    QMetaObject::invokeMethod(
        worker, [worker, made = std::move(entries)] { worker->makeFunctions(made); },
        Qt::QueuedConnection);
}

FunctionHost::~FunctionHost()
{
    stop();
}

bool FunctionHost::hasFunction(const std::string &name) const
{
    const std::lock_guard lock(m_mutex);
    return m_names.contains(name);
}

std::vector<std::string> FunctionHost::names() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<std::string> names;
    for (const std::string &name : m_names)
        if (!name.starts_with('$'))
            names.push_back(name);
    return names;
}

// The name is there before the function is made: a call that follows is posted behind it.
void FunctionHost::put(FunctionEntry entry)
{
    const std::lock_guard lock(m_mutex);
    if (m_stopped)
        return;
    m_names.insert(entry.name);
    FunctionWorker *worker = m_worker.get();
    QMetaObject::invokeMethod(
        worker, [worker, entry = std::move(entry)] { worker->put(entry); }, Qt::QueuedConnection);
}

void FunctionHost::remove(const std::string &name)
{
    const std::lock_guard lock(m_mutex);
    if (m_stopped)
        return;
    m_names.erase(name);
    FunctionWorker *worker = m_worker.get();
    QMetaObject::invokeMethod(
        worker, [worker, name] { worker->remove(name); }, Qt::QueuedConnection);
}

void FunctionHost::call(FunctionCall call, std::function<void(FunctionReply)> done)
{
    std::unique_lock lock(m_mutex);
    if (!m_names.contains(call.function)) {
        lock.unlock();
        return done(FunctionReply{404, {}, "no such function"});
    }
    if (m_stopped) {
        lock.unlock();
        return done(FunctionReply{503, {}, "functions are stopping"});
    }
    FunctionWorker *worker = m_worker.get();
    QMetaObject::invokeMethod(
        worker,
        [worker, call = std::move(call), done = std::move(done)] { worker->call(call, done); },
        Qt::QueuedConnection);
}

void FunctionHost::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_stopped, true))
            return;
    }
    // Posted after every call that was accepted, so the worker has seen them all by then.
    FunctionWorker *worker = m_worker.get();
    QThread *thread = &m_thread;
    QMetaObject::invokeMethod(
        worker,
        [worker, thread] {
            worker->shutDown();
            releaseThreadResources();
            thread->quit();
        },
        Qt::QueuedConnection);
    m_thread.wait();
}

} // namespace parley::functions
