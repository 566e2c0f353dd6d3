#pragma once

#include <QDialog>

#include "server/client/delivery_client.h"
#include "ui/common/page.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;

namespace parley::ui {

// Writes all deliveries that the filters let through to a file. Bodies are left out unless one asks
// for them. Thread: GUI.
class ExportDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ExportDialog)

public:
    ExportDialog(const PageContext &context, const client::DeliveryQuery &query, QWidget *parent);

private:
    void chooseFile();
    void exportTo(const QString &file);
    void write(const QString &file, const QByteArray &bytes);

    PageContext m_context;
    client::DeliveryQuery m_query;
    QComboBox *m_format = nullptr;
    QCheckBox *m_bodies = nullptr;
    QLabel *m_done = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_export = nullptr;
};

} // namespace parley::ui
