#pragma once

#include <QWidget>

#include "server/base/result.h"
#include "server/client/inspector_info.h"
#include "ui/common/page.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTableView;

namespace parley::ui {

class EmptySwitch;
class InspectorForm;
class InspectorModel;
class PayloadView;

// The broker's own endpoint: what it is to answer, and all that arrived there, byte by byte.
// Thread: GUI.
class InspectorView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InspectorView)

public:
    InspectorView(const PageContext &context, QWidget *parent);
    void refresh();

Q_SIGNALS:
    void webhookRequested(const QString &url); // one that calls it

private:
    QWidget *makeRequests();
    QWidget *makeDetail();
    void take(const Result<client::InspectorInfo> &inspector);
    void takeRequests(const Result<QList<client::InspectedRequestInfo>> &requests);
    void showCurrent();
    void apply(const client::InspectorInfo &wanted);
    void clearWithUndo();
    void setCleared(bool cleared);

    PageContext m_context;
    InspectorModel *m_model = nullptr;
    InspectorForm *m_form = nullptr;
    QLabel *m_problem = nullptr;
    QTableView *m_table = nullptr;
    QPushButton *m_clear = nullptr;
    QPlainTextEdit *m_head = nullptr;
    PayloadView *m_body = nullptr;
    EmptySwitch *m_switch = nullptr;
    bool m_isCleared = false; // out of sight until the broker has forgotten them
};

} // namespace parley::ui
