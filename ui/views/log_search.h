#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include <QObject>
#include <QThreadPool>

#include "ui/views/log_filter.h"

namespace parley::ui {

// Evaluates a LogFilter over rows of a snapshot on a worker thread of its own, in pieces of 50,000
// rows. A new search, or the end of this object, cancels the running one within one piece.
// Thread: GUI; only scan() runs on the worker.
class LogSearch final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogSearch)

public:
    static constexpr quint64 kRowsPerPiece = 50'000; // first results within 50 ms of CPU
    static constexpr quint64 kRowsPerLook = 256; // between two looks at the cancel flag

    explicit LogSearch(QObject *parent = nullptr);
    ~LogSearch() override;

    void start(const LogFilter &filter, const LogSnapshot &rows, quint64 first, quint64 end);
    void cancel(); // nothing of the running search is reported after this
    bool isRunning() const { return m_running; }

    //! The numbers of the rows in [first, end) that match, ascending; stops early on \p cancelled.
    static std::vector<quint64> scan(const LogFilter &filter, const LogSnapshot &rows,
                                     quint64 first, quint64 end, const std::atomic_bool &cancelled);

Q_SIGNALS:
    void found(const std::vector<quint64> &rows, quint64 searchedTo); // per piece
    void finished(); // after the last piece; not after cancel()

private:
    void take(const std::shared_ptr<std::atomic_bool> &search, const std::vector<quint64> &rows,
              quint64 searchedTo, quint64 end);

    QThreadPool m_worker;
    std::shared_ptr<std::atomic_bool> m_cancelled; // of the running search
    bool m_running = false;
};

} // namespace parley::ui
