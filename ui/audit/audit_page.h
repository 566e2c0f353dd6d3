#pragma once

#include <chrono>
#include <cstdint>

#include <QHash>
#include <QTimer>

#include "ui/common/page.h"

class QLabel;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace parley::client {
class Subscription;
}

namespace parley::ui {

class AuditModel;
class EmptySwitch;

// Who changed what on the broker, live from $events/audit. Thread: GUI.
class AuditPage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AuditPage)

public:
    //! Between two questions for names: each is a list of all tokens, and acts may come in floods.
    static constexpr std::chrono::seconds kBetweenNames{5};

    AuditPage(const PageContext &context, QWidget *parent);
    bool hasData() const override;
    void refresh() override;

private:
    void askForNames();
    void follow();
    void askForOlder();
    void showName(const QString &id, const QString &name);

    PageContext m_context;
    AuditModel *m_model = nullptr;
    QSortFilterProxyModel *m_shown = nullptr;
    client::Subscription *m_events = nullptr;
    QPushButton *m_older = nullptr;
    std::uint64_t m_next = 0; // to ask before for older ones; 0: from the newest
    QLabel *m_problem = nullptr;
    EmptySwitch *m_switch = nullptr;
    QTimer m_nameTimer;
    bool m_wantsNames = false; // rows came while the timer ran
    QHash<QString, QString> m_names{}; // of tokens and webhooks, by id
};

} // namespace parley::ui
