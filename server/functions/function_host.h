#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include <QThread>

#include "server/functions/function.h"

namespace parley::functions {

class FunctionWorker;

// Runs the functions that webhooks call on a thread of their own ("functions", with a Qt loop), so
// that a slow engine never holds up deliveries to others.
// Functions come and go while it runs: what was called before goes to the old one, or is answered
// with 503 when that went, so that the call is made again.
// Thread: all from any, but constructed and stopped by one owner.
class FunctionHost final : public FunctionTarget
{
public:
    explicit FunctionHost(std::vector<FunctionEntry> entries); // starts the thread
    ~FunctionHost();
    FunctionHost(const FunctionHost &) = delete;
    FunctionHost &operator=(const FunctionHost &) = delete;

    bool hasFunction(const std::string &name) const override;

    //! \p done runs once: on the functions thread, or here at once when the name is unknown (404)
    //! or the host has stopped (503).
    void call(FunctionCall call, std::function<void(FunctionReply)> done) override;

    //! Adds a function, or puts it in the place of the one of that name.
    void put(FunctionEntry entry);
    void remove(const std::string &name);

    std::vector<std::string> names() const; // sorted; without those that begin with '$'

    //! Answers every open call with 503 before it returns; later calls get 503 too. Blocks for as
    //! long as the functions take to let go of their child processes (milliseconds).
    void stop();

private:
    QThread m_thread;
    mutable std::mutex m_mutex; // guards the next three
    std::set<std::string> m_names;
    std::unique_ptr<FunctionWorker> m_worker;
    bool m_stopped = false;
};

} // namespace parley::functions
