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
// Thread: hasFunction() and call() from any; constructed and stopped by one owner.
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

    std::vector<std::string> names() const; // sorted

    //! Answers every open call with 503 before it returns; later calls get 503 too. Blocks for as
    //! long as the functions take to let go of their child processes (milliseconds).
    void stop();

private:
    const std::set<std::string> m_names;
    QThread m_thread;
    std::mutex m_mutex; // guards the next two
    std::unique_ptr<FunctionWorker> m_worker;
    bool m_stopped = false;
};

} // namespace parley::functions
