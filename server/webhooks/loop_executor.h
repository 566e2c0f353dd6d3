#pragma once

#include <QObject>

#include "server/base/executor.h"

namespace parley {

// Posts tasks to the Qt loop of the thread that it lives on. Thread: post() from any.
class LoopExecutor final : public QObject, public Executor
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LoopExecutor)

public:
    LoopExecutor() = default;

    void post(std::function<void()> task) override
    {
        QMetaObject::invokeMethod(this, std::move(task), Qt::QueuedConnection);
    }
};

} // namespace parley
