#pragma once

#include <QElapsedTimer>

#include "server/client/functions_info.h"
#include "ui/common/page.h"

class QTableView;

namespace parley::ui {

class FigureCard;
class FirstRunPanel;
class ProblemList;
class StatusFeed;
class TopicModel;

// How the broker is, what is wrong, and how to begin. Thread: GUI.
class OverviewPage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OverviewPage)

public:
    OverviewPage(const PageContext &context, const StatusFeed &feed, QWidget *parent);

    void setDemoOffered(bool offered);
    void setDemoState(bool running, const QString &problem);
    //! The embedded broker does not run. \p freePort 0: no other port to offer.
    void setBrokerProblem(const QString &problem, std::uint16_t freePort);
    void setBrokerStarting(std::uint16_t port);

    bool hasData() const override;
    void refresh() override;

Q_SIGNALS:
    void otherPortRequested(quint16 port);

private:
    QWidget *makeCards();
    QWidget *makeTopics();
    void askForTopics();
    void showStatus();
    void askForProblems();
    void showEngines(const client::FunctionsInfo &functions);

    PageContext m_context;
    const StatusFeed &m_feed;
    FigureCard *m_in = nullptr;
    FigureCard *m_out = nullptr;
    FigureCard *m_connections = nullptr;
    FigureCard *m_topics = nullptr;
    FigureCard *m_running = nullptr;
    FirstRunPanel *m_firstRun = nullptr;
    ProblemList *m_problems = nullptr;
    TopicModel *m_rows = nullptr;
    QTableView *m_table = nullptr;
    QElapsedTimer m_clock;
};

} // namespace parley::ui
