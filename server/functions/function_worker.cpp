#include "server/functions/function_worker.h"

#include <utility>

namespace parley::functions {

void FunctionWorker::makeFunctions(const std::vector<FunctionEntry> &entries)
{
    PARLEY_ASSERT_OWN_THREAD();
    for (const FunctionEntry &entry : entries)
        m_functions.insert_or_assign(entry.name, entry.make());
}

void FunctionWorker::put(const FunctionEntry &entry)
{
    PARLEY_ASSERT_OWN_THREAD();
    if (m_stopping)
        return;
    remove(entry.name);
    m_functions.insert_or_assign(entry.name, entry.make());
}

void FunctionWorker::remove(const std::string &name)
{
    PARLEY_ASSERT_OWN_THREAD();
    if (m_functions.erase(name) > 0)
        answerAll(name);
}

void FunctionWorker::answerAll(const std::string &name)
{
    std::vector<FunctionDone> left;
    for (auto open = m_open.begin(); open != m_open.end();) {
        if (open->second.function != name) {
            ++open;
            continue;
        }
        left.push_back(std::move(open->second.done));
        open = m_open.erase(open);
    }
    for (const FunctionDone &done : left)
        done(FunctionReply{503, {}, "the function was changed meanwhile"});
}

void FunctionWorker::call(FunctionCall call, FunctionDone done)
{
    PARLEY_ASSERT_OWN_THREAD();
    const auto function = m_functions.find(call.function);
    if (m_stopping || function == m_functions.end())
        return done(FunctionReply{503, {}, "functions are stopping"});
    if (m_open.size() >= kMaxOpenCalls)
        return done(FunctionReply{503, {}, "too many open calls"});
    const std::uint64_t id = ++m_lastId;
    m_open.emplace(id, Open{call.function, std::move(done)});
    function->second->invoke(std::move(call),
                             [this, id](FunctionReply reply) { finish(id, std::move(reply)); });
}

void FunctionWorker::finish(std::uint64_t id, FunctionReply reply)
{
    PARLEY_ASSERT_OWN_THREAD();
    const auto open = m_open.find(id);
    if (open == m_open.end())
        return; // answered before: done is called once, whatever the function does
    const FunctionDone done = std::move(open->second.done);
    m_open.erase(open);
    done(std::move(reply));
}

void FunctionWorker::shutDown()
{
    PARLEY_ASSERT_OWN_THREAD();
    m_stopping = true;
    m_functions.clear(); // may still answer some calls
    for (const auto &[id, open] : std::exchange(m_open, {}))
        open.done(FunctionReply{503, {}, "functions are stopping"});
}

} // namespace parley::functions
