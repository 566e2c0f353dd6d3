#pragma once

#include "ui/common/page.h"

class QLabel;
class QLineEdit;
class QStackedWidget;
class QToolButton;

namespace parley::ui {

class LiveDetail;
class LiveFeed;
class LogStore;
class LogView;

// Every message as it happens. Thread: GUI.
class LivePage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LivePage)

public:
    LivePage(const PageContext &context, QWidget *parent);

    void setFilter(const QString &text); // "topic:weather", say
    bool hasData() const override;

private:
    QWidget *makeTools();
    QWidget *makeSplit();
    void connectView();
    void applyFilter();
    void showState();
    void showRow(quint64 number);

    PageContext m_context;
    LogStore *m_store = nullptr;
    LiveFeed *m_feed = nullptr;
    LogView *m_view = nullptr;
    LiveDetail *m_detail = nullptr;
    QStackedWidget *m_below = nullptr;
    QLineEdit *m_filter = nullptr;
    QLabel *m_problem = nullptr;
    QLabel *m_state = nullptr;
    QToolButton *m_pause = nullptr;
    QToolButton *m_follow = nullptr;
    QToolButton *m_undoClear = nullptr;
};

} // namespace parley::ui
