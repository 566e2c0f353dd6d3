#include "ui/views/log_search.h"

namespace parley::ui {

LogSearch::LogSearch(QObject *parent) :
    QObject(parent), m_cancelled(std::make_shared<std::atomic_bool>(false))
{
    m_worker.setMaxThreadCount(1);
}

LogSearch::~LogSearch()
{
    cancel();
    m_worker.waitForDone();
}

void LogSearch::start(const LogFilter &filter, const LogSnapshot &rows, quint64 first, quint64 end)
{
    cancel();
    m_running = true;
    m_cancelled = std::make_shared<std::atomic_bool>(false);
    // `this` outlives the job (waitForDone); results for a search that was cancelled are dropped in
    // take(), on the GUI thread.
    m_worker.start([this, filter, rows, first, end, cancelled = m_cancelled] {
        quint64 from = first;
        do {
            const auto to = qMin(end, from + kRowsPerPiece);
            auto matches = scan(filter, rows, from, to, *cancelled);
            if (*cancelled)
                return;
            QMetaObject::invokeMethod(
                this,
                [this, cancelled, matches = std::move(matches), to, end] {
                    take(cancelled, matches, to, end);
                },
                Qt::QueuedConnection);
            from = to;
        } while (from < end);
    });
}

void LogSearch::cancel()
{
    m_cancelled->store(true);
    m_worker.clear();
    m_running = false;
}

std::vector<quint64> LogSearch::scan(const LogFilter &filter, const LogSnapshot &rows,
                                     quint64 first, quint64 end, const std::atomic_bool &cancelled)
{
    std::vector<quint64> matches;
    for (quint64 number = qMax(first, rows.firstNumber); number < end; ++number) {
        if (number % kRowsPerLook == 0 && cancelled)
            break;
        if (filter.matches(rows, number))
            matches.push_back(number);
    }
    return matches;
}

void LogSearch::take(const std::shared_ptr<std::atomic_bool> &search,
                     const std::vector<quint64> &rows, quint64 searchedTo, quint64 end)
{
    if (search != m_cancelled || *search)
        return;
    const bool last = searchedTo == end;
    m_running = !last;
    Q_EMIT found(rows, searchedTo);
    if (last && search == m_cancelled && !*search)
        Q_EMIT finished();
}

} // namespace parley::ui
