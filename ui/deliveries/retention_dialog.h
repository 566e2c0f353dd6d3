#pragma once

#include <QDialog>

#include "server/client/delivery_client.h"
#include "ui/common/page.h"

class QLabel;
class QPushButton;
class QSpinBox;

namespace parley::ui {

// For how long the broker keeps the log of deliveries, and what it takes now. Thread: GUI.
class RetentionDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RetentionDialog)

public:
    RetentionDialog(const PageContext &context, QWidget *parent);

private:
    QSpinBox *addBound(const QString &name, int least, int most, const QString &unit);
    void take(const Result<client::RetentionInfo> &known);
    void check();
    void save();

    PageContext m_context;
    client::RetentionInfo m_known{};
    QSpinBox *m_days = nullptr;
    QSpinBox *m_failedDays = nullptr;
    QSpinBox *m_megabytes = nullptr;
    QLabel *m_used = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_save = nullptr;
    bool m_isKnown = false;
};

} // namespace parley::ui
