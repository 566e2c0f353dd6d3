#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include <QObject>

#include "server/base/thread_affine.h"
#include "server/functions/function.h"

namespace parley::functions {

// The functions and their open calls. Thread: functions, for every member but the constructor.
class FunctionWorker final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FunctionWorker)

public:
    //! Calls that may be open at once. A call holds its body (up to 1 MiB), so this bounds memory;
    //! the webhook engine tries again later.
    static constexpr std::size_t kMaxOpenCalls = 512;

    FunctionWorker() = default;

    void makeFunctions(const std::vector<FunctionEntry> &entries);
    void put(const FunctionEntry &entry); // open calls of the one before are answered with 503
    void remove(const std::string &name); // the same
    void call(FunctionCall call, FunctionDone done);
    void shutDown(); // answers every open call with 503, then destroys the functions

private:
    struct Open {
        std::string function;
        FunctionDone done;
    };
    void finish(std::uint64_t id, FunctionReply reply);
    void answerAll(const std::string &name);

    std::unordered_map<std::string, std::unique_ptr<Function>> m_functions;
    std::unordered_map<std::uint64_t, Open> m_open;
    std::uint64_t m_lastId = 0;
    bool m_stopping = false;
    ThreadAffine m_thread;
};

} // namespace parley::functions
