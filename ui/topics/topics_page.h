#pragma once

#include <QElapsedTimer>

#include "server/client/topic_info.h"
#include "ui/common/page.h"

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;

namespace parley::ui {

class EmptySwitch;
class TopicDetail;
class TopicModel;

// All topics with their rates, and one of them in detail. Thread: GUI.
class TopicsPage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TopicsPage)

public:
    TopicsPage(const PageContext &context, QWidget *parent);

    void showTopic(const client::TopicAddress &address);
    void openNewTopic();
    bool hasData() const override;
    void refresh() override;

private:
    QWidget *makeList();
    QWidget *makeDetail();
    void take(const Result<QList<client::TopicInfo>> &topics);
    void showCurrent();
    void requestDelete(const client::TopicInfo &info);
    //! By value: hiding its row moves the pane that it is shown in to the next one.
    void deleteWithUndo(client::TopicInfo info);
    void deleteNow(const client::TopicAddress &address);
    void selectWanted();

    PageContext m_context;
    QElapsedTimer m_clock;
    TopicModel *m_model = nullptr;
    QSortFilterProxyModel *m_shown = nullptr;
    QLineEdit *m_filter = nullptr;
    QTableView *m_table = nullptr;
    QLabel *m_problem = nullptr;
    EmptySwitch *m_switch = nullptr;
    QStackedWidget *m_right = nullptr;
    TopicDetail *m_detail = nullptr;
    client::TopicAddress m_wanted{}; // to select as soon as it is in the list
    bool m_asking = false;
};

} // namespace parley::ui
