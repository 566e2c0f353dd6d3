#pragma once

#include <QWidget>

#include "server/client/inspector_info.h"
#include "ui/common/page.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace parley::ui {

// Where the inspector listens and what it answers. Thread: GUI.
class InspectorForm final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InspectorForm)

public:
    InspectorForm(const PageContext &context, QWidget *parent);

    //! Unsaved edits stay.
    void setInspector(const client::InspectorInfo &inspector);
    void say(const QString &problem); // the broker's
    QString address() const;

Q_SIGNALS:
    void applied(const parley::client::InspectorInfo &wanted);
    void webhookRequested();

private:
    void makeFields();
    QWidget *makeAddress();
    client::InspectorInfo typed() const;
    void fill();
    void check();
    void apply();

    PageContext m_context;
    client::InspectorInfo m_now{}; // as the broker has it
    bool m_isKnown = false;
    QCheckBox *m_on = nullptr;
    QLineEdit *m_address = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_call = nullptr; // makes a webhook that calls it
    QSpinBox *m_status = nullptr;
    QSpinBox *m_delay = nullptr;
    QPlainTextEdit *m_headers = nullptr;
    QPlainTextEdit *m_body = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_apply = nullptr;
};

} // namespace parley::ui
